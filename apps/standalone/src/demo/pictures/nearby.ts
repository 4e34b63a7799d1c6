import { backdrop, blurred, type Canvas, glow, n, patches, type Scene, vertical } from './canvas.ts'
import { mix } from './light.ts'

/** Grass and flowers at arm's length, everything behind them dissolved in light. */
export const meadow: Scene = (canvas) => {
  const { width, height, random, light } = canvas
  const petals = random.pick([
    ['#ffffff', '#f7e27a'],
    ['#e88fa6', '#f6d9a8'],
    ['#8f9de0', '#f4e6b0'],
    ['#f2c14e', '#b0702a'],
    ['#d9584a', '#2f2320'],
  ] as const)
  const behind = Array.from({ length: 26 }, () => {
    const y = random.between(0.2, 0.75) * height
    const color = mix(mix(light.near, light.ground, random.next()), light.sun, random.between(0, 0.55))
    return `<circle cx="${n(random.between(0, width))}" cy="${n(y)}" r="${n(random.between(30, 110))}" fill="${color}" opacity="0.55"/>`
  }).join('')
  return [
    backdrop(canvas, [
      [0, mix(light.sky[2], light.sun, 0.4)],
      [0.4, mix(light.ground, light.sun, 0.45)],
      [0.75, light.ground],
      [1, mix(light.near, light.shade, 0.4)],
    ]),
    blurred(behind, 30),
    discs(canvas, { count: 16, colors: [light.sun, '#ffffff'], size: 34, bottom: 0.6, opacity: 0.22 }),
    glow(width * random.between(0.1, 0.9), height * 0.05, width * 0.6, light.sun, 0.65),
    grass(canvas, 70, 4.5, 7),
    flowers(canvas, petals, 7, 30, 6),
    grass(canvas, 80, 2.4, 1.4),
    flowers(canvas, petals, 6, 44, 0.9),
    grass(canvas, 9, 9, 11),
  ].join('')
}

/** Autumn from below or from above: leaves, most of them out of focus. */
export const leaves: Scene = (canvas) => {
  const { width, height, random, light } = canvas
  const colors = ['#c8641e', '#e0962c', '#a83c1c', '#d8b040', '#8a5a22', '#eac46a'] as const
  const drift = (count: number, size: number, blur: number, opacity: number) =>
    blurred(
      Array.from({ length: count }, () =>
        leaf(
          random.between(-20, width + 20),
          random.between(-20, height + 20),
          size * random.between(0.6, 1.2),
          random.between(0, 360),
          random.pick(colors),
          opacity,
        ),
      ).join(''),
      blur,
    )
  return [
    backdrop(canvas, [
      [0, mix(light.sky[2], '#e0b060', 0.45)],
      [0.5, mix('#c08038', light.ground, 0.5)],
      [1, mix(light.shade, '#6b4420', 0.5)],
    ]),
    drift(46, 90, 22, 0.75),
    discs(canvas, {
      count: 34,
      colors: ['#f3d28c', '#f0b45c', light.sun],
      size: 40,
      bottom: 0.8,
      opacity: 0.26,
    }),
    glow(width * random.between(0.2, 0.8), height * 0.1, width * 0.55, light.sun, 0.6),
    drift(22, 50, 6, 0.9),
    drift(9, 62, 0.8, 1),
    drift(3, 150, 16, 0.85),
  ].join('')
}

/** Lamps and garlands in the dark, far out of focus. */
export const garlands: Scene = (canvas) => {
  const { width, height, random } = canvas
  const warm = ['#ffc977', '#ffb057', '#ffdf9e', '#ff9a5c', '#ffe9c4'] as const
  const colors = random.pick([warm, [...warm, '#ff6a5c', '#8fd0a0', '#9db8ff'] as const, warm])
  const base = random.pick(['#1a1420', '#151a26', '#231812'] as const)
  const strings = Array.from({ length: random.integer(2, 4) }, () => {
    const y = random.between(0.1, 0.7) * height
    const sag = random.between(40, 150)
    return Array.from({ length: 15 }, (_, index) => {
      const share = index / 14
      return disc(
        width * share + random.between(-9, 9),
        y + Math.sin(share * Math.PI) * sag,
        random.between(9, 15),
        random.pick(colors),
        0.75,
      )
    }).join('')
  }).join('')
  return [
    backdrop(canvas, [
      [0, mix(base, '#3b2a3c', 0.5)],
      [0.6, base],
      [1, mix(base, '#000000', 0.5)],
    ]),
    Array.from({ length: 7 }, () =>
      glow(
        random.between(0, width),
        random.between(0, height),
        random.between(120, 320),
        random.pick(colors),
        0.26,
      ),
    ).join(''),
    discs(canvas, { count: 44, colors, size: 42, bottom: 1, opacity: 0.42 }),
    blurred(strings, 0.8),
    discs(canvas, { count: 8, colors, size: 92, bottom: 1, opacity: 0.2 }),
  ].join('')
}

/** A window in the rain, the street behind it. */
export const rain: Scene = (canvas) => {
  const { width, height, random, light } = canvas
  const street = ['#ffc27a', '#ffe0b0', '#f28d6a', '#a9c4e8', '#d9e4ee'] as const
  const drops = Array.from({ length: 210 }, () => {
    const [x, y, r] = [random.between(0, width), random.between(0, height), 1.5 + random.next() ** 3 * 11]
    const tail = r > 6 && random.next() < 0.4 ? random.between(20, 120) : 0
    const streak = tail
      ? `<rect x="${n(x - r * 0.3)}" y="${n(y - tail)}" width="${n(r * 0.6)}" height="${n(tail)}" rx="${n(r * 0.3)}" fill="${light.sky[2]}" opacity="0.14"/>`
      : ''
    return `${streak}<ellipse cx="${n(x)}" cy="${n(y)}" rx="${n(r)}" ry="${n(r * 1.12)}" fill="${light.shade}" opacity="0.35"/><ellipse cx="${n(x)}" cy="${n(y + r * 0.3)}" rx="${n(r * 0.8)}" ry="${n(r * 0.7)}" fill="${light.sky[2]}" opacity="0.45"/><circle cx="${n(x - r * 0.3)}" cy="${n(y - r * 0.4)}" r="${n(r * 0.22)}" fill="#fff" opacity="0.85"/>`
  }).join('')
  return [
    backdrop(canvas, [
      [0, mix(light.sky[0], light.shade, 0.25)],
      [0.55, mix(light.sky[1], light.shade, 0.35)],
      [1, mix(light.near, light.shade, 0.5)],
    ]),
    patches(canvas, { color: light.sky[2], top: 0, bottom: height, grain: 0.006, stretch: 1, opacity: 0.5 }),
    discs(canvas, { count: 24, colors: street, size: 56, bottom: 0.95, opacity: 0.4 }),
    blurred(drops, 0.6),
  ].join('')
}

interface Discs {
  count: number
  colors: readonly [string, ...string[]]
  size: number
  /** As a share of the height. */
  bottom: number
  opacity: number
}

/** Lights out of focus, as a lens draws them. */
export function discs(
  { width, height, random }: Canvas,
  { count, colors, size, bottom, opacity }: Discs,
): string {
  const all = Array.from({ length: count }, () =>
    disc(
      random.between(0, width),
      random.between(0, height * bottom),
      size * random.between(0.35, 1),
      random.pick(colors),
      opacity * random.between(0.4, 1),
    ),
  )
  return blurred(all.join(''), 1.6)
}

function disc(x: number, y: number, r: number, color: string, opacity: number): string {
  const at = `cx="${n(x)}" cy="${n(y)}" r="${n(r)}"`
  return `<circle ${at} fill="${color}" opacity="${opacity.toFixed(2)}"/><circle ${at} fill="none" stroke="${color}" stroke-width="1.5" opacity="${(opacity * 0.7).toFixed(2)}"/>`
}

function grass(canvas: Canvas, count: number, thickness: number, blur: number): string {
  const { width, height, random, light } = canvas
  const blades = Array.from({ length: count }, () => {
    const x = random.between(-20, width + 20)
    const tall = random.between(0.16, 0.46) * height
    const lean = random.between(-0.35, 0.35) * tall
    const color = mix(mix(light.near, light.ground, random.next()), light.sun, random.between(0, 0.3))
    return `<path d="M${n(x)} ${height + 9}Q${n(x + lean * 0.2)} ${n(height - tall * 0.6)} ${n(x + lean)} ${n(height - tall)}" stroke="${color}" stroke-width="${n(thickness * random.between(0.5, 1.2))}" stroke-linecap="round" fill="none"/>`
  }).join('')
  return blurred(blades, blur)
}

function flowers(
  canvas: Canvas,
  [petal, heart]: readonly [string, string],
  count: number,
  size: number,
  blur: number,
): string {
  const { width, height, random, light } = canvas
  const all = Array.from({ length: count }, () => {
    const [x, y, r] = [
      random.between(0.04, 0.96) * width,
      random.between(0.46, 0.82) * height,
      size * random.between(0.5, 1),
    ]
    const stem = `<path d="M${n(x)} ${n(y)}Q${n(x + random.between(-20, 20))} ${n(y + 80)} ${n(x + random.between(-30, 30))} ${height}" stroke="${mix(light.near, light.ground, 0.5)}" stroke-width="${n(size / 14)}" fill="none"/>`
    const turn = random.between(0, 60)
    const ring = Array.from({ length: 9 }, (_, index) => {
      const shade = mix(petal, light.sun, index % 2 ? 0.1 : 0.35)
      return `<ellipse cx="0" cy="${n(-r * 0.58)}" rx="${n(r * 0.2)}" ry="${n(r * 0.46)}" fill="${shade}" opacity="0.92" transform="rotate(${n(turn + index * 40)})"/>`
    }).join('')
    return `${stem}<g transform="translate(${n(x)} ${n(y)}) scale(1 ${n(random.between(0.6, 1))})">${ring}<circle r="${n(r * 0.24)}" fill="${heart}"/></g>`
  }).join('')
  return blurred(all, blur)
}

function leaf(x: number, y: number, size: number, turn: number, color: string, opacity: number): string {
  const { define, paint } = vertical([
    [0, mix(color, '#ffe9b0', 0.3)],
    [1, mix(color, '#2a1408', 0.3)],
  ])
  const s = (value: number) => n(value * size)
  const outline = `M0 ${s(-0.6)}C${s(0.45)} ${s(-0.3)} ${s(0.4)} ${s(0.25)} 0 ${s(0.55)}C${s(-0.4)} ${s(0.25)} ${s(-0.45)} ${s(-0.3)} 0 ${s(-0.6)}Z`
  const vein = `<path d="M0 ${s(-0.55)}L0 ${s(0.75)}" stroke="${mix(color, '#2a1408', 0.5)}" stroke-width="${s(0.025)}"/>`
  return `${define}<g transform="translate(${n(x)} ${n(y)}) rotate(${n(turn)})" opacity="${opacity}"><path d="${outline}" fill="${paint}"/>${vein}</g>`
}
