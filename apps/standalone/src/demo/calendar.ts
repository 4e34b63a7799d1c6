import { dayOfAge } from '@kinkeep/contracts/ages'
import type { Entry, Shot, When } from './entry.ts'
import type { AuthorName } from './family.ts'
import type { Shape } from './pictures/draw-picture.ts'
import type { LightName } from './pictures/light.ts'
import type { SeededRandom } from './seeded-random.ts'

const dayMs = 86_400_000
/** Eighteen months, in days: nothing of the demo is older, but for a box of photos. */
export const storyDays = 548

/** The day of a story's entry as `YYYY-MM-DD`; undefined when it would be older than the story. */
export function resolveDay(when: When, today: Date): string | undefined {
  if ('longAgo' in when) return when.longAgo
  if ('sonyaMonths' in when) return dayOfAge(sonyasBirthdate(today), when.sonyaMonths)
  const midnight = Date.UTC(today.getUTCFullYear(), today.getUTCMonth(), today.getUTCDate())
  if ('daysAgo' in when) return isoDay(midnight - when.daysAgo * dayMs)
  const [month = 1, day = 1] = when.on.split('-').map(Number)
  let year = today.getUTCFullYear()
  if (Date.UTC(year, month - 1, day) >= midnight) year -= 1
  if (when.again) year -= 1
  const time = Date.UTC(year, month - 1, day)
  return (midnight - time) / dayMs > storyDays ? undefined : isoDay(time)
}

/** Her last birthday was her seventh. */
export function sonyasBirthdate(today: Date): string {
  return dayOfAge(resolveDay({ on: '05-03' }, today) ?? '', -7 * 12)
}

function isoDay(time: number): string {
  return new Date(time).toISOString().slice(0, 10)
}

/** Minutes east of UTC of a zone on a day, at noon. */
export function offsetIn(timeZone: string, day: string): number {
  const parts = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' }).formatToParts(
    new Date(`${day}T12:00:00Z`),
  )
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? ''
  const [, sign, hours, minutes] = /GMT([+-])(\d\d):(\d\d)/.exec(name) ?? []
  return sign ? (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) : 0
}

/** What one photographs in each month, from January on. */
const ofMonth: readonly (readonly [Shot, ...Shot[]])[] = [
  [
    ['forest', 'winter'],
    ['fromBehind', 'winter'],
    ['morning', 'winter'],
    ['hills', 'winter'],
  ],
  [
    ['forest', 'winterDusk'],
    ['rain', 'overcast'],
    ['bowl', 'autumn'],
    ['hills', 'winter'],
  ],
  [
    ['rain', 'overcast'],
    ['morning', 'spring'],
    ['hills', 'overcast'],
    ['forest', 'overcast'],
  ],
  [
    ['meadow', 'spring'],
    ['hills', 'spring'],
    ['morning', 'spring'],
    ['rain', 'blueHour'],
  ],
  [
    ['meadow', 'spring'],
    ['hills', 'golden'],
    ['fromBehind', 'golden'],
    ['morning', 'golden'],
  ],
  [
    ['meadow', 'summerDay'],
    ['hills', 'summerDay'],
    ['bowl', 'summerDay'],
    ['together', 'golden'],
  ],
  [
    ['shore', 'golden'],
    ['meadow', 'golden'],
    ['bowl', 'summerDay'],
    ['hills', 'dusk'],
  ],
  [
    ['shore', 'summerDay'],
    ['shore', 'dusk'],
    ['meadow', 'golden'],
    ['nightSky', 'night'],
  ],
  [
    ['hills', 'golden'],
    ['bowl', 'autumn'],
    ['leaves', 'golden'],
    ['fromBehind', 'golden'],
  ],
  [
    ['leaves', 'autumn'],
    ['hills', 'autumn'],
    ['fromBehind', 'autumn'],
    ['rain', 'overcast'],
  ],
  [
    ['rain', 'blueHour'],
    ['leaves', 'autumn'],
    ['forest', 'overcast'],
    ['garlands', 'night'],
  ],
  [
    ['garlands', 'night'],
    ['forest', 'winterDusk'],
    ['fromBehind', 'winterDusk'],
    ['garlands', 'blueHour'],
  ],
]

/** Hours at which a light is seen. */
const hours: Record<LightName, readonly [from: number, to: number]> = {
  summerDay: [10, 17],
  golden: [17, 19],
  dusk: [20, 21],
  blueHour: [20, 22],
  spring: [10, 16],
  autumn: [11, 16],
  overcast: [9, 17],
  winter: [10, 14],
  winterDusk: [15, 16],
  night: [21, 23],
}

/** Ordinary days with a photo or two and no words, spread over the whole time; the last one was yesterday. */
export function ordinaryDays(random: SeededRandom, count: number): Entry[] {
  const authors = ['anna', 'anna', 'thomas', 'vera'] as const satisfies readonly AuthorName[]
  return Array.from({ length: count }, (_, index) => {
    const daysAgo = 1 + Math.round((index / count) * (storyDays - 20) + random.between(0, 6))
    return { when: { daysAgo }, at: '12:00', by: random.pick(authors) }
  })
}

/** What an ordinary day showed, by its month. */
export function shotsOf(day: string, random: SeededRandom): Shot[] {
  const choice = ofMonth[Number(day.slice(5, 7)) - 1] ?? [['morning', 'spring']]
  const first = random.pick(choice)
  return random.next() < 0.3 ? [first, random.pick(choice)] : [first]
}

/** A time at which this light is there, `HH:mm`. */
export function hourOf(light: LightName, random: SeededRandom): string {
  const [from, to] = hours[light]
  const two = (value: number) => String(value).padStart(2, '0')
  return `${two(random.integer(from, to))}:${two(random.integer(0, 59))}`
}

/** Phones are held upright as often as not. */
export function shapeOf([scene]: Shot, random: SeededRandom): Shape {
  if (scene === 'fromBehind' || scene === 'cake')
    return random.pick(['tall', 'tall', 'phone', 'square', 'wide'])
  if (scene === 'shore' || scene === 'hills')
    return random.pick(['wide', 'wide', 'classic', 'cinema', 'tall'])
  return random.pick(['wide', 'wide', 'tall', 'classic', 'square', 'phone'])
}
