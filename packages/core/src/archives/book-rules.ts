import { isRough } from '@kinkeep/contracts/approximate-dates'
import type { ArchivedKeep } from '@kinkeep/contracts/archive'
import type { Language } from '@kinkeep/contracts/languages'
import { describeDate } from './date-rules.ts'

/** Pixels an inch that paper shows. */
export const paperDpi = 300
/** Keeps of one book; a thicker one nobody binds. */
export const keepsPerBook = 3000
/** Pictures of one page, so that it stays calm. */
export const picturesPerPage = 4

export interface Shape {
  width: number
  height: number
}

/**
 * Pictures in rows of one or two: a wide one by itself, tall ones side by side. Each row's height in points: as high
 * as the column is wide, and never so high that a page holds nothing else.
 */
export function layRows<Picture extends Shape>(
  pictures: readonly Picture[],
  content: { width: number; height: number },
  gap: number,
): { pictures: Picture[]; height: number }[] {
  const rows: Picture[][] = []
  for (const picture of pictures) {
    const last = rows.at(-1)
    const joins = last?.length === 1 && last[0] && pairs(last[0], picture, pictures.length)
    if (joins) last.push(picture)
    else rows.push([picture])
  }
  const most = content.height * (pictures.length === 1 ? 0.72 : 0.44)
  return rows.map((row) => {
    const aspects = row.reduce((sum, { width, height }) => sum + width / height, 0)
    return { pictures: row, height: Math.min(most, (content.width - gap * (row.length - 1)) / aspects) }
  })
}

/** Two tall ones, or any two of many. */
function pairs(first: Shape, second: Shape, all: number): boolean {
  const isTall = ({ width, height }: Shape) => width < height
  return all > 2 || (isTall(first) && isTall(second))
}

/** The heading under which a keep stands: its month, or all that is known of when it was. */
export function chapterOf(
  language: Language,
  { happenedAt, datePrecision }: Pick<ArchivedKeep, 'happenedAt' | 'datePrecision'>,
): string {
  return describeDate(language, happenedAt, isRough(datePrecision) ? datePrecision : 'month')
}

/**
 * Leaves out what a font of letters has no shape for: pictures, what joins and colours them, and what makes a key of a
 * digit or a flag of letters that nobody sees. The digit stays.
 */
export function printable(text: string): string {
  return text
    .replace(
      /(?![©®™])\p{Extended_Pictographic}|\p{Emoji_Modifier}|\p{Regional_Indicator}|\p{Variation_Selector}|\u20e3|[\u{e0020}-\u{e007f}]|[\u200b-\u200f\u202a-\u202e\u2060-\u206f]/gu,
      '',
    )
    .replace(/[\t ]{2,}/g, ' ')
    .trim()
}

export const bookWords = {
  en: {
    video: (length: string) => `Video, ${length}`,
    of: (circle: string) => circle,
    everything: 'Everything so far',
  },
  ru: {
    video: (length: string) => `Видео, ${length}`,
    of: (circle: string) => circle,
    everything: 'Всё до сих пор',
  },
} as const

/** `1:05` of milliseconds. */
export function describeLength(milliseconds: number | null): string {
  const seconds = Math.round((milliseconds ?? 0) / 1000)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
