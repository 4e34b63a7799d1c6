import type { SeededRandom } from '../seeded-random.ts'
import type { Light } from './light.ts'

/** What a scene paints on: an SVG of this size, whose short edge is 600. */
export interface Canvas {
  width: number
  height: number
  random: SeededRandom
  light: Light
}

/** Paints and answers SVG elements. */
export type Scene = (canvas: Canvas) => string

let lastId = 0

/** A name for a gradient or filter; one SVG holds many. */
function newId(): string {
  lastId = (lastId + 1) % 1_000_000
  return `d${lastId}`
}

/** Rounded, as paths are long. */
export const n = (value: number): string => String(Math.round(value * 10) / 10)

type Stops = readonly (readonly [offset: number, color: string, opacity?: number])[]

const stopsOf = (stops: Stops) =>
  stops
    .map(
      ([at, color, opacity = 1]) => `<stop offset="${at}" stop-color="${color}" stop-opacity="${opacity}"/>`,
    )
    .join('')

/** A vertical gradient: its definition and the paint that names it. */
export function vertical(stops: Stops): { define: string; paint: string } {
  const id = newId()
  return {
    define: `<linearGradient id="${id}" x1="0" y1="0" x2="0" y2="1">${stopsOf(stops)}</linearGradient>`,
    paint: `url(#${id})`,
  }
}

/** A disc of light that fades to nothing. */
export function glow(x: number, y: number, radius: number, color: string, opacity: number): string {
  const id = newId()
  const stops = stopsOf([
    [0, color, opacity],
    [0.25, color, opacity * 0.55],
    [0.55, color, opacity * 0.18],
    [1, color, 0],
  ])
  return `<radialGradient id="${id}">${stops}</radialGradient><circle cx="${n(x)}" cy="${n(y)}" r="${n(radius)}" fill="url(#${id})"/>`
}

/** Things out of focus. */
export function blurred(content: string, deviation: number): string {
  if (deviation < 0.3) return content
  const id = newId()
  return `<filter id="${id}" x="-20%" y="-20%" width="140%" height="140%"><feGaussianBlur stdDeviation="${n(deviation)}"/></filter><g filter="url(#${id})">${content}</g>`
}

/** The whole picture in one vertical gradient. */
export function backdrop({ width, height }: Canvas, stops: Stops): string {
  const { define, paint } = vertical(stops)
  return `${define}<rect width="${width}" height="${height}" fill="${paint}"/>`
}

/** Soft patches of a colour, like clouds or dappled light, between two heights. */
export function patches(
  { width, random }: Canvas,
  options: { color: string; top: number; bottom: number; grain: number; stretch: number; opacity: number },
): string {
  const { color, top, bottom, grain, stretch, opacity } = options
  const [filter, mask, fade] = [newId(), newId(), newId()]
  const box = `x="0" y="${n(top)}" width="${width}" height="${n(bottom - top)}"`
  const frequency = `${(grain / stretch).toFixed(5)} ${grain.toFixed(5)}`
  return `<filter id="${filter}" x="0" y="0" width="100%" height="100%"><feTurbulence type="fractalNoise" baseFrequency="${frequency}" numOctaves="3" seed="${random.integer(1, 9999)}"/><feColorMatrix values="0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 2.6 0 0 0 -1.05"/><feComposite operator="in" in2="SourceGraphic" result="alpha"/><feFlood flood-color="${color}"/><feComposite operator="in" in2="alpha"/></filter><linearGradient id="${fade}" x1="0" y1="0" x2="0" y2="1">${stopsOf(
    [
      [0, '#fff', 0.6],
      [0.5, '#fff'],
      [1, '#fff', 0],
    ],
  )}</linearGradient><mask id="${mask}"><rect ${box} fill="url(#${fade})"/></mask><g mask="url(#${mask})" opacity="${opacity}"><rect ${box} filter="url(#${filter})"/></g>`
}

/** A line that wanders like a ridge: heights around 0, within about ±1, at `steps + 1` places. */
export function wander(random: SeededRandom, steps: number, roughness: number): number[] {
  const waves = Array.from({ length: 6 }, (_, octave) => ({
    frequency: 1.3 * 1.9 ** octave * random.between(0.8, 1.2),
    phase: random.between(0, 7),
    size: roughness ** octave,
  }))
  const whole = waves.reduce((sum, wave) => sum + wave.size, 0)
  return Array.from({ length: steps + 1 }, (_, step) => {
    const at = (step / steps) * Math.PI * 2
    return (
      waves.reduce((sum, { frequency, phase, size }) => sum + Math.sin(at * frequency + phase) * size, 0) *
      (1.6 / whole)
    )
  })
}

/** A filled shape from a wandering top edge down to `bottom`. */
export function slope(width: number, heights: readonly number[], bottom: number, fill: string): string {
  const points = heights.map((y, index) => `${n((index / (heights.length - 1)) * width)},${n(y)}`)
  return `<polygon points="${points.join(' ')} ${width},${n(bottom)} 0,${n(bottom)}" fill="${fill}"/>`
}

/** What a lens does: corners a little darker, and warm or cool as the hour is. */
export function lens({ width, height }: Canvas, tint: string): string {
  const id = newId()
  return `<radialGradient id="${id}" cx="0.5" cy="0.48" r="0.75">${stopsOf([
    [0, tint, 0.05],
    [0.6, '#000', 0.02],
    [1, '#050308', 0.34],
  ])}</radialGradient><rect width="${width}" height="${height}" fill="url(#${id})"/>`
}
