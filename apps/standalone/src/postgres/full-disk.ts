/** Whether Postgres's own words say that there was no room. */
export function saysFullDisk(log: string): boolean {
  return /No space left on device|Check free disk space|Disk quota exceeded/.test(log)
}
