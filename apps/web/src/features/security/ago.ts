import { formatDate } from '../../lib/format.ts'
import type { Translate } from '../../lib/i18n/i18n.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** "now", "3 hours ago", "yesterday", "14 March 2026": the further away, the less exactly. */
export function agoText(instant: string, now: Date, t: Translate, language: string): string {
  const passed = now.getTime() - Date.parse(instant)
  if (passed < 10 * minute) return t('security.now')
  if (passed >= 30 * day) return formatDate(instant, language)
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' })
  if (passed < hour) return relative.format(-Math.floor(passed / minute), 'minute')
  if (passed < day) return relative.format(-Math.floor(passed / hour), 'hour')
  return relative.format(-Math.floor(passed / day), 'day')
}
