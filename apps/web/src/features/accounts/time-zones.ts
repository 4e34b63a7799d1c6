/** Every zone the browser knows, nearest to UTC-12 first, as "UTC+3, Europe/Moscow"; the current one is always among them. */
export function timeZoneOptions(current: string, language: string): { value: string; label: string }[] {
  const now = new Date()
  const zones = [...new Set([current, ...Intl.supportedValuesOf('timeZone')])]
  return zones
    .map((zone) => ({ zone, offset: offsetOf(zone, language, now) }))
    .sort((a, b) => a.offset.minutes - b.offset.minutes || a.zone.localeCompare(b.zone))
    .map(({ zone, offset }) => ({ value: zone, label: `${offset.text}, ${zone.replaceAll('_', ' ')}` }))
}

function offsetOf(timeZone: string, language: string, now: Date): { text: string; minutes: number } {
  const format = new Intl.DateTimeFormat(language, { timeZone, timeZoneName: 'longOffset' })
  const name = format.formatToParts(now).find(({ type }) => type === 'timeZoneName')?.value ?? ''
  const [, sign = '+', hours = '0', minutes = '0'] = /([+\u2212-])(\d+):(\d+)/.exec(name) ?? []
  const total = (Number(hours) * 60 + Number(minutes)) * (sign === '+' ? 1 : -1)
  return { text: name.replace('GMT', 'UTC'), minutes: total }
}
