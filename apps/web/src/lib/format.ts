/** "14 March 2026" of an instant, in the reader's own zone. Without the "г." of Russian years: sentences end with it. */
export function formatDate(instant: string, language: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'long' })
    .format(new Date(instant))
    .replace(/\s*г\.$/, '')
}

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const

/** "3.4 GB" of a number of bytes; thousands, as drives and phones count. */
export function formatBytes(bytes: number, language: string): string {
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3))
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: units[power] ?? 'byte',
    unitDisplay: 'short',
    maximumFractionDigits: power > 1 ? 1 : 0,
  }).format(bytes / 1000 ** power)
}

/** A masked address without a place to break the line in: browsers break after an ellipsis. */
export function unbroken(maskedEmail: string): string {
  return maskedEmail.replaceAll('…', '\u2060…\u2060')
}
