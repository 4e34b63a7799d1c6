import type { DatePrecision } from './media-states.ts'

/** Dates that nobody knows to the day: what stands in a keep, and what is said of it. Zod-free: it stands at keeps. */
export const seasons = ['winter', 'spring', 'summer', 'autumn'] as const
export type Season = (typeof seasons)[number]

/** The precisions of which one does not know the day. */
export type RoughPrecision = Exclude<DatePrecision, 'time' | 'day'>

const firstMonths: Record<Season, number> = { winter: 12, spring: 3, summer: 6, autumn: 9 }

/** Whether a date names its day: what does not stands in no calendar, and is nobody's anniversary. */
export function isKnownToTheDay(precision: DatePrecision): boolean {
  return precision === 'time' || precision === 'day'
}

/** Whether a date is known less than to its day. */
export function isRough(precision: DatePrecision): precision is RoughPrecision {
  return !isKnownToTheDay(precision)
}

/**
 * The season of a day or wall clock, and the year in which it begins: February 1969 is of the winter that began in
 * December 1968.
 */
export function seasonOf(day: string): { season: Season; year: number } {
  const { year, month } = read(day)
  const season = seasons[Math.floor((month % 12) / 3)] ?? 'winter'
  return { season, year: month <= 2 ? year - 1 : year }
}

/** The first day, `YYYY-MM-DD`, of a season; winter begins in December of its year. */
export function firstDayOfSeason(season: Season, year: number): string {
  return dayOf(year, firstMonths[season])
}

/**
 * Where a date that is known so far stands: at the beginning of what is known. January and February of the year 1,
 * whose winter began before there were years, stand in it themselves.
 */
export function beginningOf(wallClock: string, precision: DatePrecision): string {
  if (precision === 'time') return wallClock
  const { year, month } = read(wallClock)
  if (precision === 'day') return `${wallClock.slice(0, 10)}T00:00:00`
  if (precision === 'month') return `${dayOf(year, month)}T00:00:00`
  if (precision === 'year') return `${dayOf(year, 1)}T00:00:00`
  if (precision === 'decade') return `${dayOf(Math.max(1, year - (year % 10)), 1)}T00:00:00`
  const { season, year: begun } = seasonOf(wallClock)
  return `${begun < 1 ? dayOf(1, 1) : firstDayOfSeason(season, begun)}T00:00:00`
}

/** A day, `YYYY-MM-DD`, in the middle of what is known: the best guess where only one will do. */
export function middleOf(wallClock: string, precision: DatePrecision): string {
  const { year, month } = read(beginningOf(wallClock, precision))
  if (precision === 'month') return dayOf(year, month, 15)
  if (precision === 'season') return dayOf(month === 12 ? year + 1 : year, (month % 12) + 1, 15)
  if (precision === 'year') return dayOf(year, 7)
  if (precision === 'decade') return dayOf(year - (year % 10) + 5, 1)
  return wallClock.slice(0, 10)
}

/**
 * What is said of a date that is not known to the day: "March 1975", "Summer 1968", "Winter 1968/69", "1968",
 * "the 1970s"; in Russian "март 1975", "лето 1968", "зима 1968/69", "1968 год", "1970-е годы".
 * @param wallClock a day will do as well
 */
export function roughDateText(wallClock: string, precision: RoughPrecision, language: string): string {
  const isRussian = language === 'ru'
  const { year, month } = read(beginningOf(wallClock, precision))
  switch (precision) {
    case 'month':
      return `${(isRussian ? russianMonths : englishMonths)[month - 1]} ${year}`
    case 'season': {
      const { season } = seasonOf(wallClock)
      const years = season === 'winter' ? `${year}/${String((year + 1) % 100).padStart(2, '0')}` : `${year}`
      return `${(isRussian ? russianSeasons : englishSeasons)[season]} ${years}`
    }
    case 'year':
      return isRussian ? `${year} год` : `${year}`
    case 'decade': {
      const decade = year - (year % 10)
      return isRussian ? `${decade}-е годы` : `the ${decade}s`
    }
    default:
      return precision satisfies never
  }
}

const englishMonths = names(
  'January February March April May June July August September October November December',
)
const russianMonths = names('январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь')
const englishSeasons: Record<Season, string> = {
  winter: 'Winter',
  spring: 'Spring',
  summer: 'Summer',
  autumn: 'Autumn',
}
const russianSeasons: Record<Season, string> = {
  winter: 'зима',
  spring: 'весна',
  summer: 'лето',
  autumn: 'осень',
}

function names(list: string): readonly string[] {
  return list.split(' ')
}

function read(text: string): { year: number; month: number } {
  const [year = 1, month = 1] = text.slice(0, 7).split('-').map(Number)
  return { year, month }
}

function dayOf(year: number, month: number, day = 1): string {
  const two = (value: number) => String(value).padStart(2, '0')
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`
}
