import type { PlaceView } from '@kinkeep/contracts/places'
import { type Country, countryAt } from './world.ts'

/** Where a place is: the country, as far as one knows, and its degrees. */
export function placeName(place: PlaceView, countries: readonly Country[], language: string): string {
  const degrees = new Intl.NumberFormat(language, { maximumFractionDigits: 2 })
  const part = (value: number, positive: string, negative: string) =>
    `${degrees.format(Math.abs(value))}° ${value < 0 ? negative : positive}`
  // Letters of the compass as maps in every language have them.
  const where = `${part(place.latitude, 'N', 'S')}, ${part(place.longitude, 'E', 'W')}`
  const country = countryAt(countries, place, language)
  return country === undefined ? where : `${country}, ${where}`
}
