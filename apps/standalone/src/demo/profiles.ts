import { resolveDay, sonyasBirthdate } from './calendar.ts'
import type { Entry } from './entry.ts'
import { type SubjectName, subjects } from './family.ts'
import type { Home } from './move-in.ts'

/** The profiles of the circle by whom the story calls them. */
export type Profiles = Record<SubjectName, string>

/** Days ago on which Leo was born, as the story has it. */
const leoIsHere = 488

/** Leo's first sixteen months at the doctor's. */
const leosMeasurements = [
  { daysAgo: 488, heightMm: 520, weightG: 3410, headMm: 352 },
  { daysAgo: 457, heightMm: 556, weightG: 4480, headMm: 376 },
  { daysAgo: 396, heightMm: 622, weightG: 6460, headMm: 409 },
  { daysAgo: 352, heightMm: 670, weightG: 7900, headMm: 428 },
  { daysAgo: 297, heightMm: 695, weightG: 8700, headMm: 441 },
  { daysAgo: 215, heightMm: 735, weightG: 9500, headMm: 456 },
  { daysAgo: 122, heightMm: 768, weightG: 10_150, headMm: 465 },
  { daysAgo: 12, heightMm: 806, weightG: 10_900, headMm: 473 },
]

/** Gives the circle its children and pets. */
export async function addProfiles(
  { circleId, clients: { anna, thomas } }: Home,
  today: Date,
): Promise<Profiles> {
  const daysAgo = (days: number) => resolveDay({ daysAgo: days }, today) ?? ''
  const { circles } = anna
  const sonya = await circles.children.create.mutate({
    ...{ circleId, name: subjects.sonya.name, birthdate: sonyasBirthdate(today) },
    ...{ pronouns: 'она', sex: 'female' },
  })
  const leo = await circles.children.create.mutate({
    ...{ circleId, name: subjects.leo.name, birthdate: daysAgo(leoIsHere), sex: 'male' },
  })
  const button = await circles.pets.create.mutate({
    ...{ circleId, name: subjects.button.name, kind: 'cat', birthdate: '2019-04-01' },
    bio: 'Спит на батарее. Sits on every puzzle exactly one piece before the end.',
  })
  await circles.pets.create.mutate({
    ...{
      circleId,
      name: 'Граф',
      kind: 'dog',
      breed: 'Spaniel',
      birthdate: '2008-06-10',
      diedOn: '2021-10-02',
    },
    bio: 'Тринадцать лет встречал у двери.',
  })
  for (const { daysAgo: days, ...measured } of leosMeasurements) {
    const measuredOn = daysAgo(days)
    await thomas.circles.children.addMeasurement.mutate({
      circleId,
      childId: leo.id,
      measuredOn,
      ...measured,
    })
  }
  return { sonya: sonya.id, leo: leo.id, button: button.id }
}

/** Whom an entry shows: those it says so of, and those it names. */
export function subjectsOf({ shows = [], title = '', body = '' }: Entry, profiles: Profiles) {
  const isShown = (name: SubjectName) =>
    shows.includes(name) || subjects[name].called.test(`${title} ${body}`)
  return {
    childIds: (['sonya', 'leo'] as const).filter(isShown).map((name) => profiles[name]),
    petIds: (['button'] as const).filter(isShown).map((name) => profiles[name]),
  }
}
