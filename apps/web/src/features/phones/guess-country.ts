/** Where somebody probably is: by the clock of their device, and among several countries by their languages. */
export function guessCountry<Country extends string>(
  countries: readonly Country[],
  { timeZone, languages }: { timeZone: string; languages: readonly string[] },
): Country | undefined {
  const spoken = languages.flatMap((tag) => regionOf(tag) ?? [])
  const here = countries.filter((country) => timeZonesOf(country).includes(timeZone))
  const candidates = here.length > 0 ? here : countries
  const bySpeech = spoken.flatMap((region) => candidates.find((country) => country === region) ?? [])
  return bySpeech[0] ?? here[0]
}

/** `de` is spoken in Germany first of all, `en-GB` in Britain. */
function regionOf(tag: string): string | undefined {
  try {
    return new Intl.Locale(tag).maximize().region
  } catch {
    return undefined
  }
}

interface LocaleWithTimeZones extends Intl.Locale {
  getTimeZones?: () => string[] | undefined
}

/** Not in every browser, and not in TypeScript's library: https://github.com/tc39/proposal-intl-locale-info */
function timeZonesOf(country: string): readonly string[] {
  const locale: LocaleWithTimeZones = new Intl.Locale(`und-${country}`)
  return locale.getTimeZones?.() ?? []
}
