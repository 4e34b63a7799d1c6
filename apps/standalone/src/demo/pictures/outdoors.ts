import {
  backdrop,
  blurred,
  type Canvas,
  glow,
  n,
  patches,
  type Scene,
  slope,
  vertical,
  wander,
} from './canvas.ts'
import { mix } from './light.ts'

/** Ranges of hills that fade into the distance; sometimes a lake under them. */
export const hills: Scene = (canvas) => {
  const { width, height, random, light } = canvas
  const hasLake = random.next() < 0.4
  const horizon = height * random.between(0.36, 0.48)
  const foot = hasLake ? height * random.between(0.68, 0.76) : height
  const count = random.integer(4, 6)
  const layers = Array.from({ length: count }, (_, index) => {
    const share = index / (count - 1)
    const color = mix(light.haze, light.near, share ** 1.25)
    const { define, paint } = vertical([
      [0, color],
      [1, mix(color, light.haze, 0.55 - share * 0.35)],
    ])
    const base = horizon + (foot - horizon) * share * 0.8
    const swing = height * (0.05 + 0.05 * (1 - share)) * random.between(0.7, 1.3)
    const tops = wander(random, 90, 0.42 + share * 0.12).map((y) => base + y * swing)
    const firs =
      share > 0.55 ? firRow(canvas, tops, mix(color, light.shade, share * 0.4), 6 + share * 20) : ''
    return define + blurred(slope(width, tops, foot, paint) + firs, share > 0.9 ? 0.8 : 0.4)
  }).join('')
  return sky(canvas, horizon) + layers + (hasLake ? lake(canvas, foot) : '')
}

/** The sea, its sand, and the way of the sun over the water. */
export const shore: Scene = (canvas) => {
  const { width, height, random, light } = canvas
  const horizon = height * random.between(0.38, 0.5)
  const beach = height * random.between(0.72, 0.82)
  const water = vertical([
    [0, mix(light.sky[2], light.sky[0], 0.45)],
    [0.5, mix(light.sky[1], light.sky[0], 0.8)],
    [1, mix(light.sky[0], light.ground, 0.35)],
  ])
  const sunX = width * random.between(0.3, 0.7)
  const glitter = Array.from({ length: 150 }, () => {
    const depth = random.next() ** 1.6
    const y = horizon + 2 + (beach - horizon) * depth
    const spread = 14 + (beach - horizon) * depth * 0.7
    const x = sunX + (random.next() + random.next() - 1) * spread
    return `<ellipse cx="${n(x)}" cy="${n(y)}" rx="${n(2 + depth * 12)}" ry="${n(0.5 + depth * 1.4)}" fill="${light.sun}" opacity="${n(random.between(0.2, 0.8))}"/>`
  }).join('')
  const dry = mix(light.ground, '#c9ad7a', 0.6)
  const sand = vertical([
    [0, mix(dry, light.shade, 0.3)],
    [0.3, mix(dry, light.sky[2], 0.3)],
    [1, mix(dry, light.shade, 0.15)],
  ])
  const edge = wander(random, 60, 0.3).map((y, index) => beach + y * 9 + index * random.between(0.05, 0.25))
  const foam = [0, -13, -34]
    .map((lift, index) => {
      const points = edge.map(
        (y, at) => `${n((at / 60) * width)},${n(y + lift + Math.sin(at * 0.7 + index) * 3)}`,
      )
      return `<polyline points="${points.join(' ')}" fill="none" stroke="#fff" stroke-width="${[7, 3, 2][index]}" opacity="${[0.75, 0.4, 0.25][index]}"/>`
    })
    .join('')
  return [
    sky(canvas, horizon, sunX),
    `${water.define}<rect y="${n(horizon)}" width="${width}" height="${n(height - horizon)}" fill="${water.paint}"/>`,
    patches(canvas, {
      color: '#ffffff',
      top: horizon,
      bottom: beach,
      grain: 0.05,
      stretch: 9,
      opacity: 0.16,
    }),
    patches(canvas, {
      color: light.shade,
      top: horizon,
      bottom: beach,
      grain: 0.09,
      stretch: 12,
      opacity: 0.2,
    }),
    blurred(glitter, 0.7),
    sand.define,
    slope(width, edge, height, sand.paint),
    patches(canvas, {
      color: light.shade,
      top: beach + 12,
      bottom: height * 1.1,
      grain: 0.35,
      stretch: 2,
      opacity: 0.12,
    }),
    blurred(foam, 2),
  ].join('')
}

/** Firs in the mist; in winter light with snow on the ground and in the air. */
export const forest: Scene = (canvas) => {
  const { width, height, random, light } = canvas
  const isSnowy = light.isSnowy === true
  const layers = Array.from({ length: 5 }, (_, index) => {
    const share = index / 4
    const base = height * (0.5 + share * 0.3)
    const color = mix(light.haze, mix(light.near, light.shade, 0.6), share * 0.92)
    const tops = wander(random, 40, 0.4).map((y) => base + y * 14)
    const trees = firRow(canvas, tops, color, 70 + share * 190, 0.75 - share * 0.45)
    const mist = vertical([
      [0, mix(color, light.haze, 0.5)],
      [1, mix(light.ground, light.haze, 0.6 - share * 0.5)],
    ])
    return mist.define + blurred(trees + slope(width, tops, height, mist.paint), share < 0.3 ? 1.6 : 0.6)
  }).join('')
  const ground = patches(canvas, {
    color: isSnowy ? '#8fa3bd' : light.shade,
    top: height * 0.8,
    bottom: height * 1.2,
    grain: 0.02,
    stretch: 5,
    opacity: isSnowy ? 0.35 : 0.3,
  })
  return sky(canvas, height * 0.6) + layers + ground + (isSnowy ? snowfall(canvas) : '')
}

/** A night sky; the moon, or fireworks over roofs. */
export const nightSky: Scene = (canvas) => {
  const { width, height, random, light } = canvas
  const stars = Array.from(
    { length: 160 },
    () =>
      `<circle cx="${n(random.between(0, width))}" cy="${n(random.between(0, height * 0.8))}" r="${n(random.next() ** 4 * 1.6 + 0.4)}" fill="#fff" opacity="${n(random.between(0.2, 0.9))}"/>`,
  ).join('')
  const burst = () => {
    const [x, y, reach] = [
      random.between(0.15, 0.85) * width,
      random.between(0.15, 0.5) * height,
      random.between(60, 170),
    ]
    const color = random.pick(['#ffd9a0', '#ffb3a0', '#c8dcff', '#ffe9c8', '#e6b8ff'])
    const rays = Array.from({ length: 46 }, () => {
      const [angle, far] = [random.between(0, 6.3), reach * random.between(0.45, 1)]
      const [dx, dy] = [Math.cos(angle) * far, Math.sin(angle) * far]
      return `<path d="M${n(x + dx * 0.35)} ${n(y + dy * 0.35)}Q${n(x + dx * 0.8)} ${n(y + dy * 0.8)} ${n(x + dx)} ${n(y + dy + far * 0.16)}" stroke="${color}" stroke-width="1.6" fill="none" opacity="${n(random.between(0.35, 0.95))}"/><circle cx="${n(x + dx)}" cy="${n(y + dy + far * 0.16)}" r="2.2" fill="#fff" opacity="0.8"/>`
    }).join('')
    return glow(x, y, reach * 1.9, color, 0.34) + blurred(rays, 0.8)
  }
  const roofs = wander(random, 26, 0.7).map(
    (y, index) => height * 0.86 + Math.round(y * 2) * 14 + (index % 2) * 9,
  )
  const windows = Array.from({ length: 22 }, () =>
    glow(
      random.between(0, width),
      random.between(height * 0.89, height * 0.98),
      random.between(5, 13),
      '#ffcf8a',
      0.9,
    ),
  ).join('')
  return [
    backdrop(canvas, [
      [0, light.sky[0]],
      [0.6, light.sky[1]],
      [1, light.sky[2]],
    ]),
    stars,
    patches(canvas, {
      color: '#8d86a8',
      top: height * 0.2,
      bottom: height,
      grain: 0.006,
      stretch: 2,
      opacity: 0.3,
    }),
    ...Array.from({ length: random.integer(2, 4) }, burst),
    blurred(slope(width, roofs, height, light.shade), 1),
    windows,
  ].join('')
}

/** The sky with clouds and, where the light has one, the sun. */
export function sky(
  canvas: Canvas,
  horizon: number,
  sunX = canvas.width * canvas.random.between(0.25, 0.75),
): string {
  const { width, height, light, random } = canvas
  const { define, paint } = vertical([
    [0, light.sky[0]],
    [0.6, light.sky[1]],
    [1, light.sky[2]],
  ])
  const sunY = Math.min(height * light.sunHeight, horizon - 10)
  const sun =
    light.sunHeight > 1
      ? ''
      : glow(sunX, sunY, width * 0.55, light.sun, 0.75) + glow(sunX, sunY, width * 0.07, '#fffdf4', 1)
  return [
    `${define}<rect width="${width}" height="${height}" fill="${light.sky[2]}"/><rect width="${width}" height="${n(horizon * 1.08)}" fill="${paint}"/>`,
    patches(canvas, {
      color: mix('#ffffff', light.sun, 0.5),
      top: 0,
      bottom: horizon * 1.05,
      grain: random.between(0.006, 0.012),
      stretch: random.between(2, 4.5),
      opacity: random.between(0.35, 0.75),
    }),
    sun,
  ].join('')
}

/** Flakes near and far; the nearest are large and out of focus. */
export function snowfall({ width, height, random }: Canvas): string {
  const flakes = (count: number, size: number, blur: number, opacity: number) =>
    blurred(
      Array.from(
        { length: count },
        () =>
          `<circle cx="${n(random.between(0, width))}" cy="${n(random.between(0, height))}" r="${n(size * random.between(0.5, 1.2))}" fill="#fff" opacity="${n(opacity * random.between(0.5, 1))}"/>`,
      ).join(''),
      blur,
    )
  return flakes(170, 1.2, 0.5, 0.8) + flakes(50, 3, 1.5, 0.7) + flakes(12, 11, 5, 0.45)
}

function lake(canvas: Canvas, top: number): string {
  const { width, height, light } = canvas
  const water = vertical([
    [0, mix(light.near, light.haze, 0.4)],
    [0.35, mix(light.haze, light.sky[2], 0.5)],
    [1, mix(light.sky[0], light.shade, 0.25)],
  ])
  return [
    `${water.define}<rect y="${n(top)}" width="${width}" height="${n(height - top)}" fill="${water.paint}"/>`,
    patches(canvas, { color: light.near, top, bottom: height, grain: 0.03, stretch: 14, opacity: 0.4 }),
    patches(canvas, { color: light.sun, top, bottom: height * 1.1, grain: 0.06, stretch: 16, opacity: 0.35 }),
  ].join('')
}

/** Firs that stand on a line. */
function firRow(
  { width, random }: Canvas,
  tops: readonly number[],
  color: string,
  size: number,
  gap = 0.5,
): string {
  let trees = ''
  for (let x = -size * 0.2; x < width + size * 0.2; x += size * gap * random.between(0.35, 1.5)) {
    const ground =
      tops[Math.min(tops.length - 1, Math.max(0, Math.round((x / width) * (tops.length - 1))))] ?? 0
    const tall = size * random.between(0.6, 1.15)
    trees += fir(x, ground + 4, tall, color, random.between(0.2, 0.27))
  }
  return trees
}

function fir(x: number, ground: number, tall: number, color: string, breadth: number): string {
  const tiers = 7
  const side = (sign: 1 | -1) =>
    Array.from({ length: tiers * 2 }, (_, index) => {
      const share = (index + 1) / (tiers * 2)
      const reach = tall * breadth * share * (index % 2 === 0 ? 1 : 0.62)
      return `${n(x + sign * reach)},${n(ground - tall * (1 - share * 0.97))}`
    })
  return `<polygon points="${n(x)},${n(ground - tall)} ${[...side(1), ...side(-1).toReversed()].join(' ')}" fill="${color}"/>`
}
