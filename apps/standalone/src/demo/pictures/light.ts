/** What an hour and a season do to colours. Hex, sRGB. */
export interface Light {
  /** From the zenith to the horizon. */
  sky: readonly [string, string, string]
  sun: string
  /** Where the sun stands, as a share of the height; beyond 1 it is out of sight. */
  sunHeight: number
  /** What distance turns everything into. */
  haze: string
  /** Slopes and trees, near. */
  near: string
  /** Grass, sand or snow under one's feet. */
  ground: string
  /** The darkest things against the light. */
  shade: string
  /** Snow lies, and falls. */
  isSnowy?: boolean
}

export const lights = {
  summerDay: {
    sky: ['#5f93c4', '#9dc0dc', '#e3e6de'],
    sun: '#fff3d6',
    sunHeight: 0.1,
    haze: '#b9cdd6',
    near: '#3f5f3c',
    ground: '#7d9150',
    shade: '#26392c',
  },
  golden: {
    sky: ['#6d8bab', '#e2bd92', '#f8d9a0'],
    sun: '#fff0c4',
    sunHeight: 0.42,
    haze: '#ecc794',
    near: '#5a4a2c',
    ground: '#a98a4a',
    shade: '#2f2419',
  },
  dusk: {
    sky: ['#3c4a72', '#a8788c', '#f0a878'],
    sun: '#ffd9a0',
    sunHeight: 0.52,
    haze: '#c98f88',
    near: '#3a3040',
    ground: '#6b5450',
    shade: '#1d1924',
  },
  blueHour: {
    sky: ['#1b2a4c', '#45628f', '#a9a9b8'],
    sun: '#e9d6c0',
    sunHeight: 1.3,
    haze: '#7588a8',
    near: '#1c2739',
    ground: '#38455c',
    shade: '#0e141f',
  },
  spring: {
    sky: ['#8fb4d0', '#c6d9e0', '#f2ecdc'],
    sun: '#fffbe8',
    sunHeight: 0.22,
    haze: '#cfd9cb',
    near: '#5c7a48',
    ground: '#9cb063',
    shade: '#38482f',
  },
  autumn: {
    sky: ['#93a3ad', '#c9c8bd', '#eadfc6'],
    sun: '#fff0d0',
    sunHeight: 0.3,
    haze: '#cfc5b0',
    near: '#7a4f26',
    ground: '#a0763c',
    shade: '#3b2717',
  },
  overcast: {
    sky: ['#8d99a3', '#aeb7bc', '#cfd2d0'],
    sun: '#eceeed',
    sunHeight: 1.3,
    haze: '#b5bdc0',
    near: '#44524c',
    ground: '#6f7d66',
    shade: '#2b332f',
  },
  winter: {
    sky: ['#a9bccd', '#ccd6de', '#eeeae4'],
    sun: '#fff8ea',
    sunHeight: 0.34,
    haze: '#d3dbe2',
    near: '#4d5d68',
    ground: '#e6eaef',
    shade: '#27323a',
    isSnowy: true,
  },
  winterDusk: {
    sky: ['#46587c', '#9a90a8', '#efc0a4'],
    sun: '#ffdcb8',
    sunHeight: 0.56,
    haze: '#b6a8b6',
    near: '#343d52',
    ground: '#b9bccd',
    shade: '#1c2230',
    isSnowy: true,
  },
  night: {
    sky: ['#0a1020', '#16213c', '#33405e'],
    sun: '#f2ead8',
    sunHeight: 0.25,
    haze: '#2b3854',
    near: '#0f1626',
    ground: '#1a2336',
    shade: '#070a12',
  },
} satisfies Record<string, Light>

export type LightName = keyof typeof lights

/** A colour on the way from one to another; `share` 0 is the first. */
export function mix(from: string, to: string, share: number): string {
  const part = (color: string, at: number) => Number.parseInt(color.slice(at, at + 2), 16)
  const parts = [1, 3, 5].map((at) => {
    const value = part(from, at) + (part(to, at) - part(from, at)) * Math.min(1, Math.max(0, share))
    return Math.round(value).toString(16).padStart(2, '0')
  })
  return `#${parts.join('')}`
}
