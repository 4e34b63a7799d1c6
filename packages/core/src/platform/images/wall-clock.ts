export const minuteMs = 60_000
export const dayMs = 24 * 60 * minuteMs
/** The first photograph. Anything before it is a camera without a clock. */
const firstPhotograph = '1826'
/** What a clock says that nobody set: the beginnings of the counts that cameras and files keep. */
const neverSet = ['1904-01-01T00:00:00', '1970-01-01T00:00:00', '1980-01-01T00:00:00']

/** `[year, month, day, hour?, minute?, second?]` as wall clock; null when no such moment can be true. */
export function wallClock(parts: (string | undefined)[], now: Date): string | null {
  const [y = '', month = '', day = '', hour = '12', minute = '00', second = '00'] = parts
  if (y < firstPhotograph) return null
  const at = `${y}-${month}-${day}T${hour}:${minute}:${second}`
  const utc = new Date(`${at}Z`)
  // 30 February would silently become 1 March.
  if (Number.isNaN(utc.getTime()) || utc.toISOString().slice(0, 19) !== at) return null
  if (neverSet.includes(at)) return null
  return utc.getTime() > now.getTime() + dayMs ? null : at
}
