/** Degrees, WGS 84: north and east are positive. */
export interface Place {
  latitude: number
  longitude: number
}

/** A place that can be, or null. Cameras without a fix write 0, 0: nobody's childhood was in the Gulf of Guinea. */
export function placeOf(latitude: number | undefined, longitude: number | undefined): Place | null {
  if (latitude === undefined || longitude === undefined) return null
  if (!Number.isFinite(latitude) || !Number.isFinite(longitude)) return null
  if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180) return null
  if (latitude === 0 && longitude === 0) return null
  return { latitude, longitude }
}
