import type { Occasion } from '@kinkeep/contracts/calendar'
import type { Language } from '@kinkeep/contracts/languages'
import type { OccasionKind } from '@kinkeep/contracts/occasion-kinds'
import ical, { ICalCalendarMethod, ICalEventTransparency } from 'ical-generator'

/** How often programs are asked to look again, in seconds: profiles change seldom. */
const refreshSeconds = 12 * 60 * 60

type Words = Record<OccasionKind, (name: string, years: number) => string>

const english: Words = {
  childBirthday: (name, years) => `${name} turns ${years}`,
  petBirthday: (name, years) => `${name} turns ${years}`,
  petRemembrance: (name, years) => `In memory of ${name}, ${years} ${years === 1 ? 'year' : 'years'}`,
  circleAnniversary: (name, years) => `${name}: ${years} ${years === 1 ? 'year' : 'years'} on Kinkeep`,
}

// Names stay as they were written: nobody can decline them for the family.
const russian: Words = {
  childBirthday: (name, years) => `${name}: исполняется ${inRussianYears(years)}`,
  petBirthday: (name, years) => `${name}: исполняется ${inRussianYears(years)}`,
  petRemembrance: (name, years) => `День памяти: ${name}, ${inRussianYears(years)}`,
  circleAnniversary: (name, years) => `${name}: ${inRussianYears(years)} в Kinkeep`,
}

const words: Record<Language, Words> = { en: english, ru: russian }

const russianPlural = new Intl.PluralRules('ru')

function inRussianYears(years: number): string {
  const forms: Partial<Record<Intl.LDMLPluralRule, string>> = { one: 'год', few: 'года' }
  return `${years} ${forms[russianPlural.select(years)] ?? 'лет'}`
}

/** What a day is called where somebody reads their family's calendar outside of Kinkeep. */
export function occasionText(language: Language, { kind, name, years }: Occasion): string {
  return words[language][kind](name, years)
}

/**
 * The calendar as RFC 5545: whole days that make nobody busy, each a single event, as a rule could not count the
 * years. The same day keeps its UID for ever, so that a program changes an event where a name changed.
 */
export function renderFeed(
  occasions: readonly Occasion[],
  { name, language, now }: { name: string; language: Language; now: Date },
): string {
  const calendar = ical({
    prodId: { company: 'Kinkeep', product: 'Family calendar', language: language.toUpperCase() },
    method: ICalCalendarMethod.PUBLISH,
    ttl: refreshSeconds,
    // Its own `name` would go out as it is, a comma in it too.
    x: { 'X-WR-CALNAME': name },
  })
  for (const each of occasions) {
    calendar.createEvent({
      id: `${each.kind}-${each.subjectId}-${each.day.slice(0, 4)}@kinkeep`,
      stamp: now,
      start: new Date(`${each.day}T00:00:00Z`),
      allDay: true,
      summary: occasionText(language, each),
      transparency: ICalEventTransparency.TRANSPARENT,
    })
  }
  return calendar.toString()
}
