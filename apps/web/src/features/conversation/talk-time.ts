import { formatDate } from '../../lib/format.ts'
import type { Translate } from '../../lib/i18n/i18n.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** "just now", "5 minutes ago", "yesterday", "14 March 2026". A clock that is a little off says nothing of the future. */
export function sinceText(instant: string, now: Date, t: Translate, language: string): string {
  const passed = now.getTime() - Date.parse(instant)
  if (passed < minute) return t('conversation.now')
  if (passed >= 7 * day) return formatDate(instant, language)
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' })
  if (passed < hour) return relative.format(-Math.floor(passed / minute), 'minute')
  if (passed < day) return relative.format(-Math.floor(passed / hour), 'hour')
  return relative.format(-Math.floor(passed / day), 'day')
}

/** Day and time of an instant, to the minute, in the reader's own zone. */
export function exactTime(instant: string, language: string): string {
  return new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    dateStyle: 'full',
    timeStyle: 'short',
  }).format(new Date(instant))
}
