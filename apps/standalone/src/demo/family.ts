import type { Language } from '@kinkeep/contracts/languages'
import type { InvitableRole } from '@kinkeep/contracts/roles'

/** Everybody's, printed at every start: these people do not exist. */
export const demoPassword = 'a quiet house'

interface Person {
  name: string
  email: string
  language: Language
  timeZone: string
  /** `owner` makes the circle, the others come by invitation. */
  role: 'owner' | InvitableRole
  /** Make and model, as in their photos' EXIF. */
  camera: string
}

export const people = {
  anna: {
    name: 'Анна Ларина',
    email: 'anna@example.org',
    language: 'en',
    timeZone: 'Europe/Berlin',
    role: 'owner',
    camera: 'Lumen/Lumen 8',
  },
  thomas: {
    name: 'Thomas Larin',
    email: 'thomas@example.org',
    language: 'en',
    timeZone: 'Europe/Berlin',
    role: 'admin',
    camera: 'Halden/Halden M2',
  },
  vera: {
    name: 'Вера Павловна',
    email: 'vera@example.org',
    language: 'ru',
    timeZone: 'Asia/Yekaterinburg',
    role: 'member',
    camera: 'Sova/Sova A3',
  },
  ida: {
    name: 'Ida Brandt',
    email: 'ida@example.org',
    language: 'en',
    timeZone: 'Europe/Lisbon',
    role: 'viewer',
    camera: 'Lumen/Lumen 6',
  },
} as const satisfies Record<string, Person>

export type PersonName = keyof typeof people

/** Those who write: the viewer only looks. */
export type AuthorName = Exclude<PersonName, 'ida'>

/** Children and pets, and how they are called when somebody writes about them. */
export const subjects = {
  sonya: { name: 'Соня', called: /Sonya|Сон(?:я|и|е|ю|ей|ечк)/ },
  leo: { name: 'Лео', called: /Leo|Лео|Льв/ },
  button: { name: 'Кнопка', called: /Кнопк/ },
} as const

export type SubjectName = keyof typeof subjects

export const circle = {
  name: 'Дом · Home',
  description: 'Анна, Томас, Соня и Лео. For us, and for those who are far away.',
}

/** Has no account, and comes in by a link of this name. */
export const guestName = 'Прабабушка Нина'

/** Invited and not yet here. */
export const expectedGuest = 'uncle.kolya@example.org'
