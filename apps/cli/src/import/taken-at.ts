import type { Sidecar } from './sidecars.ts'

export interface WallClock {
  /** `YYYY-MM-DDTHH:mm:ss`, where it was taken. */
  at: string
  /** Minutes east of UTC. */
  offsetMinutes: number
}

const minuteMs = 60_000
/** A clock that differs by no more from the sun's may be a country's own choice. */
const nearMinutes = 180

/**
 * The wall clock of an instant: by the importing machine's zone, where most of a family's photos are taken, unless the
 * place says that it was far from there; then by its longitude, to the hour. The worker's EXIF, where there is any, wins.
 */
export function takenAt(sidecar: Sidecar, homeOffset: (instant: Date) => number): WallClock | undefined {
  const timestamp = sidecar.photoTakenTime?.timestamp
  if (timestamp === undefined || !Number.isFinite(timestamp)) return undefined
  const instant = new Date(timestamp * 1000)
  if (Number.isNaN(instant.getTime())) return undefined
  const home = homeOffset(instant)
  const place = [sidecar.geoData, sidecar.geoDataExif].find(
    (each) => each && (each.latitude !== 0 || each.longitude !== 0),
  )
  const solar = place ? Math.round(place.longitude / 15) * 60 : home
  return wallClockAt(instant, Math.abs(solar - home) > nearMinutes ? Math.min(solar, 14 * 60) : home)
}

export function wallClockAt(instant: Date, offsetMinutes: number): WallClock {
  const shifted = new Date(instant.getTime() + offsetMinutes * minuteMs)
  return { at: shifted.toISOString().slice(0, 19), offsetMinutes }
}

/** Minutes east of UTC of this machine at an instant. */
export function machineOffset(instant: Date): number {
  return -instant.getTimezoneOffset()
}
