import { backdrop, blurred, type Canvas, glow, n, type Scene } from './canvas.ts'
import { mix } from './light.ts'
import { discs } from './nearby.ts'
import { hills, shore, snowfall } from './outdoors.ts'

/** The family against the light, seen from behind, hand in hand. */
export const together: Scene = (canvas) => {
  const { width, height, random, light } = canvas
  const place = random.pick([shore, shore, hills])(canvas)
  const ground = height * random.between(0.84, 0.9)
  const heights = random.pick([
    [1, 0.92, 0.6],
    [1, 0.62, 0.42, 0.9],
    [0.94, 0.58],
    [0.6, 0.44],
  ] as const)
  const unit = Math.min(height, width) * random.between(0.24, 0.32)
  let x = width * random.between(0.3, 0.5) - heights.length * unit * 0.12
  const people = heights.map((share) => {
    const svg = person(canvas, x, ground + random.between(-4, 4), unit * share)
    x += unit * (0.26 + share * 0.1)
    return svg
  })
  const shadow = `<ellipse cx="${n(x - unit * 0.6)}" cy="${n(ground + 8)}" rx="${n(unit * 0.9)}" ry="9" fill="${light.shade}" opacity="0.4"/>`
  return place + blurred(shadow, 6) + blurred(people.join(''), 0.9)
}

/** A child from behind, near, the world before it out of focus; a bobble hat when it is cold. */
export const fromBehind: Scene = (canvas) => {
  const { width, height, random, light } = canvas
  const isCold = light.isSnowy === true
  const [x, r] = [width * random.between(0.4, 0.6), Math.min(width, height) * random.between(0.15, 0.19)]
  const y = height * random.between(0.42, 0.5)
  const coat = random.pick(['#a8402f', '#34507a', '#c9973a', '#4d6b52', '#7a4a5c'] as const)
  const hair = random.pick(['#5a3a22', '#2f2018', '#8a6234', '#b08a50'] as const)
  const shoulders = `<path d="M${n(x - r * 2.1)} ${height + 20}C${n(x - r * 2.2)} ${n(y + r * 1.9)} ${n(x - r * 1.2)} ${n(y + r * 1.15)} ${n(x)} ${n(y + r * 1.1)}S${n(x + r * 2.2)} ${n(y + r * 1.9)} ${n(x + r * 2.1)} ${height + 20}Z"`
  const rim = mix(light.sun, coat, 0.25)
  return [
    backdrop(canvas, [
      [0, light.sky[1]],
      [0.45, mix(light.sky[2], light.sun, 0.4)],
      [0.62, light.haze],
      [1, light.ground],
    ]),
    blurred(
      Array.from({ length: 18 }, () => {
        const color = mix(light.near, light.haze, random.between(0.2, 0.8))
        return `<circle cx="${n(random.between(0, width))}" cy="${n(random.between(0.35, 0.7) * height)}" r="${n(random.between(20, 80))}" fill="${color}" opacity="0.6"/>`
      }).join(''),
      24,
    ),
    discs(canvas, { count: 16, colors: [light.sun, '#ffffff'], size: 30, bottom: 0.7, opacity: 0.28 }),
    glow(x + width * 0.2, height * 0.25, width * 0.6, light.sun, 0.7),
    blurred(`${shoulders} fill="${rim}" stroke="${rim}" stroke-width="7"/>`, 3),
    blurred(`${shoulders} fill="${mix(coat, light.shade, 0.35)}"/>`, 1.4),
    blurred(
      `<ellipse cx="${n(x - r * 0.9)}" cy="${n(y + r * 3)}" rx="${n(r * 0.7)}" ry="${n(r * 1.5)}" fill="${light.shade}" opacity="0.35"/>`,
      18,
    ),
    isCold
      ? hat(x, y, r, random.pick(['#e6d9c8', '#b8453a', '#3f5f7a', '#d6a848']), light.sun)
      : head(canvas, x, y, r, hair),
    isCold ? snowfall(canvas) : '',
  ].join('')
}

function person({ random, light }: Canvas, x: number, ground: number, tall: number): string {
  const color = mix(light.shade, light.near, random.between(0, 0.3))
  const [head, shoulder, hip] = [tall * 0.075, tall * 0.13, tall * 0.1]
  const [top, waist] = [ground - tall, ground - tall * 0.47]
  const hasSkirt = random.next() < 0.4
  const body = `M${n(x - shoulder)} ${n(top + tall * 0.24)}Q${n(x)} ${n(top + tall * 0.15)} ${n(x + shoulder)} ${n(top + tall * 0.24)}L${n(x + hip)} ${n(waist)}L${n(x + (hasSkirt ? hip * 1.7 : hip))} ${n(waist + tall * 0.16)}H${n(x - (hasSkirt ? hip * 1.7 : hip))}L${n(x - hip)} ${n(waist)}Z`
  const step = random.between(0.02, 0.06) * tall
  const leg = (side: 1 | -1) =>
    `<path d="M${n(x + side * hip * 0.5)} ${n(waist)}L${n(x + side * (hip * 0.5 + step * 0.6))} ${n(ground)}" stroke="${color}" stroke-width="${n(tall * 0.075)}" stroke-linecap="round"/>`
  const arm = (side: 1 | -1) =>
    `<path d="M${n(x + side * shoulder * 0.9)} ${n(top + tall * 0.25)}Q${n(x + side * shoulder * 1.2)} ${n(top + tall * 0.4)} ${n(x + side * shoulder * 1.35)} ${n(top + tall * 0.54)}" stroke="${color}" stroke-width="${n(tall * 0.045)}" stroke-linecap="round" fill="none"/>`
  return `<g fill="${color}"><ellipse cx="${n(x)}" cy="${n(top + head)}" rx="${n(head * 0.86)}" ry="${n(head)}"/><rect x="${n(x - head * 0.35)}" y="${n(top + head)}" width="${n(head * 0.7)}" height="${n(tall * 0.12)}"/><path d="${body}"/></g>${leg(1)}${leg(-1)}${arm(1)}${arm(-1)}`
}

function head({ light, random }: Canvas, x: number, y: number, r: number, hair: string): string {
  const strands = Array.from({ length: 60 }, () => {
    const from = random.between(-0.95, 0.95)
    const color = mix(hair, random.next() < 0.3 ? light.sun : '#120a06', random.between(0.1, 0.45))
    return `<path d="M${n(x + from * r * 0.6)} ${n(y - r * (0.8 - from ** 2 * 0.45))}Q${n(x + from * r * 1.25)} ${n(y)} ${n(x + from * r * 0.95)} ${n(y + r * 1.2)}" stroke="${color}" stroke-width="${n(r * 0.05)}" fill="none" opacity="0.5"/>`
  }).join('')
  const shape = `<path d="M${n(x - r)} ${n(y + r * 1.2)}C${n(x - r * 1.25)} ${n(y - r * 1.5)} ${n(x + r * 1.25)} ${n(y - r * 1.5)} ${n(x + r)} ${n(y + r * 1.2)}Q${n(x)} ${n(y + r * 1.45)} ${n(x - r)} ${n(y + r * 1.2)}Z"`
  return [
    blurred(`${shape} fill="${light.sun}" opacity="0.85" stroke="${light.sun}" stroke-width="6"/>`, 4),
    `${shape} fill="${mix(hair, light.shade, 0.3)}"/>`,
    blurred(strands, 1),
  ].join('')
}

function hat(x: number, y: number, r: number, wool: string, sun: string): string {
  const rows = Array.from({ length: 17 }, (_, index) => {
    const at = (index / 16) * 2 - 1
    return `<path d="M${n(x + at * r * 0.5)} ${n(y - r * 1.02)}Q${n(x + at * r * 1.2)} ${n(y - r * 0.3)} ${n(x + at * r * 1.02)} ${n(y + r * 0.6)}" stroke="${index % 2 ? '#1c1410' : '#fff'}" stroke-width="${n(r * 0.045)}" fill="none" opacity="0.2"/>`
  }).join('')
  return [
    blurred(
      `<circle cx="${n(x)}" cy="${n(y - r * 1.2)}" r="${n(r * 0.42)}" fill="${mix(wool, sun, 0.4)}"/>`,
      4,
    ),
    `<path d="M${n(x - r * 0.92)} ${n(y + r * 1.3)}Q${n(x)} ${n(y + r * 1.6)} ${n(x + r * 0.92)} ${n(y + r * 1.3)}V${n(y)}H${n(x - r * 0.92)}Z" fill="#4a3020"/>`,
    blurred(
      `<path d="M${n(x - r * 1.06)} ${n(y + r * 0.62)}C${n(x - r * 1.2)} ${n(y - r * 1.5)} ${n(x + r * 1.2)} ${n(y - r * 1.5)} ${n(x + r * 1.06)} ${n(y + r * 0.62)}Z" fill="${mix(wool, '#1c1410', 0.25)}"/>${rows}`,
      0.9,
    ),
    blurred(
      `<rect x="${n(x - r * 1.1)}" y="${n(y + r * 0.45)}" width="${n(r * 2.2)}" height="${n(r * 0.42)}" rx="${n(r * 0.18)}" fill="${mix(wool, '#1c1410', 0.08)}"/>`,
      1.2,
    ),
  ].join('')
}
