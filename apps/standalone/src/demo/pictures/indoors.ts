import { backdrop, blurred, glow, n, patches, type Scene, vertical } from './canvas.ts'
import { mix } from './light.ts'
import { discs } from './nearby.ts'

const candleLight = ['#ffc977', '#ffb057', '#ffdf9e'] as const

/** A birthday cake in a dark room, as many candles as it takes. */
export const cake: Scene = (canvas) => {
  const { width, height, random } = canvas
  const icing = random.pick(['#f4e6da', '#e9c4c0', '#d9cfe6', '#6a4230'] as const)
  const [middle, top, half] = [width / 2, height * random.between(0.5, 0.56), Math.min(width, height) * 0.34]
  const tall = half * 0.72
  const flat = half * 0.2
  const count = random.integer(5, 9)
  const side = vertical([
    [0, mix(icing, '#ffd9a0', 0.3)],
    [0.5, mix(icing, '#7a4a2c', 0.45)],
    [1, mix(icing, '#2a1712', 0.75)],
  ])
  const candles = Array.from({ length: count }, (_, index) => {
    const angle = (index / count) * Math.PI * 2 + 0.4
    const [x, y] = [middle + Math.cos(angle) * half * 0.66, top + Math.sin(angle) * flat * 0.66]
    return { y, svg: candle(x, y, half * 0.34, random.pick(['#fff1dc', '#f3b8a8', '#b8cfe0', '#f2dc9c'])) }
  })
    .toSorted((a, b) => a.y - b.y)
    .map(({ svg }) => svg)
  const berries = Array.from({ length: 22 }, (_, index) => {
    const angle = (index / 22) * Math.PI * 2
    const [x, y] = [middle + Math.cos(angle) * half * 0.9, top + Math.sin(angle) * flat * 0.9]
    return berry(x, y - 5, half * 0.075, random.pick(['#a81f2c', '#c02a3a', '#7d1626']))
  }).join('')
  return [
    backdrop(canvas, [
      [0, '#1c1210'],
      [0.55, '#3a2118'],
      [1, '#150c0a'],
    ]),
    discs(canvas, { count: 22, colors: candleLight, size: 38, bottom: 0.6, opacity: 0.22 }),
    glow(middle, top - half * 0.4, width * 0.62, '#ffab52', 0.55),
    `<ellipse cx="${n(middle)}" cy="${n(top + tall + 6)}" rx="${n(half * 1.5)}" ry="${n(flat * 1.6)}" fill="#8a5a3a" opacity="0.55"/>`,
    `<ellipse cx="${n(middle)}" cy="${n(top + tall)}" rx="${n(half * 1.22)}" ry="${n(flat * 1.2)}" fill="#e6d3bd"/>`,
    side.define,
    `<path d="M${n(middle - half)} ${n(top)}V${n(top + tall)}A${n(half)} ${n(flat)} 0 0 0 ${n(middle + half)} ${n(top + tall)}V${n(top)}Z" fill="${side.paint}"/>`,
    `<ellipse cx="${n(middle)}" cy="${n(top)}" rx="${n(half)}" ry="${n(flat)}" fill="${mix(icing, '#ffd08a', 0.35)}"/>`,
    blurred(berries, 0.6),
    ...candles,
    glow(middle, top - half * 0.35, half * 1.5, '#ffcf8a', 0.35),
  ].join('')
}

/** The sun on a wall, through a window that is out of the picture. */
export const morning: Scene = (canvas) => {
  const { width, height, random, light } = canvas
  const wall = random.pick(['#c9b8a2', '#b9c0bc', '#c8aea2', '#a9a79a', '#b3b7c4'] as const)
  const [x, y, w, h] = [
    width * random.between(0.12, 0.3),
    height * random.between(0.06, 0.16),
    width * 0.52,
    height * 0.6,
  ]
  const skew = random.between(-24, -10)
  const panes = Array.from({ length: 4 }, (_, index) => {
    const [column, row] = [index % 2, Math.floor(index / 2)]
    return `<rect x="${n(x + column * w * 0.52)}" y="${n(y + row * h * 0.52)}" width="${n(w * 0.48)}" height="${n(h * 0.48)}" fill="${mix(light.sun, '#fff0cf', 0.5)}"/>`
  }).join('')
  const twig = Array.from({ length: 9 }, (_, index) => {
    const [px, py] = [
      x + w * (0.2 + index * 0.08),
      y + h * (0.2 + Math.sin(index * 1.1) * 0.12 + index * 0.05),
    ]
    return `<ellipse cx="${n(px)}" cy="${n(py)}" rx="${n(w * 0.055)}" ry="${n(w * 0.02)}" transform="rotate(${n(index * 47 - 30)} ${n(px)} ${n(py)})" fill="${wall}"/>`
  }).join('')
  const bed = vertical([
    [0, '#efe9df'],
    [0.4, mix('#d9d0c4', wall, 0.3)],
    [1, mix('#a39a90', '#3b332c', 0.3)],
  ])
  const edge = height * random.between(0.72, 0.8)
  const folds = Array.from({ length: 7 }, (_, index) => {
    const at = (index / 6) * width
    return `<path d="M${n(at)} ${n(edge)}Q${n(at + random.between(-60, 60))} ${n((edge + height) / 2)} ${n(at + random.between(-130, 130))} ${height}" stroke="${index % 2 ? '#fffaf0' : '#6f665c'}" stroke-width="${n(random.between(10, 34))}" fill="none" opacity="0.28"/>`
  }).join('')
  return [
    backdrop(canvas, [
      [0, mix(wall, '#2e2620', 0.25)],
      [0.6, wall],
      [1, mix(wall, '#2e2620', 0.4)],
    ]),
    patches(canvas, { color: '#ffffff', top: 0, bottom: height, grain: 0.01, stretch: 1, opacity: 0.1 }),
    `<g transform="skewX(${n(skew)}) translate(${n(width * 0.16)} 0)" opacity="0.8">${blurred(panes, 7)}${blurred(twig, 4)}</g>`,
    bed.define,
    blurred(
      `<path d="M-20 ${n(edge + 20)}Q${n(width * 0.3)} ${n(edge - 34)} ${n(width * 0.6)} ${n(edge + 6)}T${width + 20} ${n(edge - 10)}V${height + 20}H-20Z" fill="${bed.paint}"/>`,
      2.5,
    ),
    blurred(folds, 11),
    glow(width * 0.15, 0, width * 0.8, light.sun, 0.35),
  ].join('')
}

/** A bowl on the table, seen from above: berries, apples, or what the garden gave. */
export const bowl: Scene = (canvas) => {
  const { width, height, random } = canvas
  const cloth = random.pick(['#cfc6b8', '#8f9aa0', '#6b5040', '#b8bfae', '#ddd3c6'] as const)
  const [x, y, r] = [
    width * random.between(0.42, 0.58),
    height * random.between(0.45, 0.56),
    Math.min(width, height) * 0.34,
  ]
  const kinds = [
    { colors: ['#8c1a28', '#a82436', '#6f1220', '#c23a48'], size: 0.13 },
    { colors: ['#2f3558', '#404a78', '#252a48', '#56618e'], size: 0.11 },
    { colors: ['#c2402c', '#d9713a', '#b8a03c', '#a82c24'], size: 0.27 },
    { colors: ['#e08a2c', '#d9742a', '#eaa244', '#cc6420'], size: 0.25 },
  ] as const
  const { colors, size } = random.pick(kinds)
  const pieces = Array.from({ length: size < 0.2 ? 95 : 26 }, () => {
    const [angle, far] = [random.between(0, 6.3), Math.sqrt(random.next()) * r * 0.8]
    return berry(
      x + Math.cos(angle) * far,
      y + Math.sin(angle) * far,
      r * size * random.between(0.8, 1.1),
      random.pick(colors),
    )
  }).join('')
  const threads = Array.from({ length: 60 }, (_, index) => {
    const at = (index / 60) * Math.max(width, height)
    return `<path d="M${n(at)} 0V${height}M0 ${n(at)}H${width}" stroke="${index % 2 ? '#fff' : '#000'}" stroke-width="1" opacity="0.045"/>`
  }).join('')
  return [
    backdrop(canvas, [
      [0, mix(cloth, '#fff6e6', 0.25)],
      [1, mix(cloth, '#1c1612', 0.3)],
    ]),
    threads,
    patches(canvas, {
      color: '#1c1612',
      top: 0,
      bottom: height * 1.2,
      grain: 0.008,
      stretch: 1,
      opacity: 0.22,
    }),
    blurred(
      `<circle cx="${n(x + 34)}" cy="${n(y + 42)}" r="${n(r * 1.06)}" fill="#140e0a" opacity="0.5"/>`,
      22,
    ),
    `<circle cx="${n(x)}" cy="${n(y)}" r="${n(r * 1.08)}" fill="#ece4d8"/><circle cx="${n(x)}" cy="${n(y)}" r="${n(r * 0.98)}" fill="#b5aa9a"/>`,
    blurred(pieces, 0.6),
    glow(width * 0.12, height * 0.05, width * 0.7, '#fff2d6', 0.4),
  ].join('')
}

function candle(x: number, y: number, tall: number, wax: string): string {
  const top = y - tall
  return [
    `<rect x="${n(x - 4)}" y="${n(top)}" width="8" height="${n(tall)}" rx="3" fill="${wax}"/>`,
    `<rect x="${n(x + 1)}" y="${n(top)}" width="3" height="${n(tall)}" rx="1.5" fill="#7a4a2c" opacity="0.35"/>`,
    glow(x, top - 12, tall * 1.1, '#ffb75a', 0.6),
    blurred(
      `<path d="M${n(x)} ${n(top - 30)}C${n(x + 10)} ${n(top - 14)} ${n(x + 8)} ${n(top - 2)} ${n(x)} ${n(top - 1)}C${n(x - 8)} ${n(top - 2)} ${n(x - 10)} ${n(top - 14)} ${n(x)} ${n(top - 30)}Z" fill="#fff3cf"/>`,
      1.1,
    ),
  ].join('')
}

function berry(x: number, y: number, r: number, color: string): string {
  return [
    `<circle cx="${n(x)}" cy="${n(y)}" r="${n(r)}" fill="${mix(color, '#0c0406', 0.55)}"/>`,
    `<circle cx="${n(x - r * 0.08)}" cy="${n(y - r * 0.1)}" r="${n(r * 0.86)}" fill="${color}"/>`,
    `<circle cx="${n(x - r * 0.24)}" cy="${n(y - r * 0.28)}" r="${n(r * 0.46)}" fill="${mix(color, '#ffd9c0', 0.3)}" opacity="0.6"/>`,
    `<ellipse cx="${n(x - r * 0.32)}" cy="${n(y - r * 0.4)}" rx="${n(r * 0.2)}" ry="${n(r * 0.13)}" fill="#fff" opacity="0.6"/>`,
  ].join('')
}
