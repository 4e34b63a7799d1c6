/** An instant as this device's wall clock, `YYYY-MM-DDTHH:mm:ss`, with minutes east of UTC. */
export function wallClockOf(instant: number): { wallClock: string; offset: number } {
  const offset = -new Date(instant).getTimezoneOffset()
  return { wallClock: new Date(instant + offset * 60_000).toISOString().slice(0, 19), offset }
}
