/** Days before months, as families here write them; the app has one English. */
const localeOf: Record<string, string> = { en: 'en-GB' }

/** "14 March 2026" of an instant, in the reader's own zone. Without the "г." of Russian years: sentences end with it. */
export function formatDate(instant: string, language: string): string {
  return new Intl.DateTimeFormat(localeOf[language] ?? language, { dateStyle: 'long' })
    .format(new Date(instant))
    .replace(/\s*г\.$/, '')
}

const units = ['kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const

/** "3.4 GB" of a number of bytes; powers of 1024, as the limits are. Nobody needs less than a kilobyte. */
export function formatBytes(bytes: number, language: string): string {
  const power = bytes < 1024 ? 1 : Math.min(units.length, Math.floor(Math.log2(bytes) / 10))
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: units[power - 1] ?? 'kilobyte',
    unitDisplay: 'short',
    maximumFractionDigits: power > 1 ? 1 : 0,
  }).format(bytes / 1024 ** power)
}

/** A masked address without a place to break the line in: browsers break after an ellipsis. */
export function unbroken(maskedEmail: string): string {
  return maskedEmail.replaceAll('…', '\u2060…\u2060')
}
