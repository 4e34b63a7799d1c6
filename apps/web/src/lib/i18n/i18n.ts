import { type Language, languages } from '@kinkeep/contracts/languages'
import type account from '../../locales/account/en.json'
import type en from '../../locales/en.json'
import type family from '../../locales/family/en.json'
import type memories from '../../locales/memories/en.json'
import { type Texts, translatorOf, type Values } from './translate.ts'

type Leaf<Texts, Prefix extends string = ''> = {
  [Name in keyof Texts & string]: Texts[Name] extends string
    ? `${Prefix}${Name}`
    : Leaf<Texts[Name], `${Prefix}${Name}.`>
}[keyof Texts & string]

/** Every key there is, `group.name`; the forms of a plural share one. */
export type TranslationKey =
  Leaf<typeof en & typeof account & typeof family & typeof memories> extends infer Path
    ? Path extends `${infer Key}_${Intl.LDMLPluralRule}`
      ? Key
      : Path
    : never

/** Says a text in the person's language. `count` chooses the plural form. */
export type Translate = (key: TranslationKey, values?: Values) => string

export interface Translation {
  t: Translate
  /** For Intl: dates, numbers, lists. */
  language: Language
}

/** One chunk a language and area; only what is in use is fetched. `house` is what every page may need. */
const loaders = {
  house: {
    en: () => import('../../locales/en.json'),
    ru: () => import('../../locales/ru.json'),
  },
  account: {
    en: () => import('../../locales/account/en.json'),
    ru: () => import('../../locales/account/ru.json'),
  },
  family: {
    en: () => import('../../locales/family/en.json'),
    ru: () => import('../../locales/family/ru.json'),
  },
  memories: {
    en: () => import('../../locales/memories/en.json'),
    ru: () => import('../../locales/memories/ru.json'),
  },
} satisfies Record<string, Record<Language, () => Promise<{ default: Texts }>>>

type Area = keyof typeof loaders
const areas = new Set<Area>(['house'])
/** Those whose texts are here. */
let spoken: readonly Area[] = []
/** What was asked for last: the language, and the how-manieth time it was. */
let wanted: Language
let asked = 0
let answered = 0

const storageKey = 'kinkeep.language'
let current: Translation | undefined
const listeners = new Set<() => void>()

/** Starts in the language chosen here before, else in the browser's. The profile's own wins once it is known. */
export function startTranslations(): Promise<void> {
  return speak(guessLanguage())
}

/** Speaks another language from now on, also after a reload. */
export async function changeLanguage(language: Language): Promise<void> {
  localStorage.setItem(storageKey, language)
  if (current?.language !== language || wanted !== language) await speak(language)
}

/** Fetches the texts of an area, in the language of now and from now on. For `beforeLoad` of the routes that show them. */
export async function loadTexts(area: Area): Promise<void> {
  if (spoken.includes(area)) return
  areas.add(area)
  if (current) {
    await speak(wanted).catch((error: unknown) => {
      // The texts of other pages do not wait for these.
      areas.delete(area)
      throw error
    })
  }
}

export function currentTranslation(): Translation {
  if (!current) throw new Error('startTranslations has not finished')
  return current
}

export function onLanguageChange(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** A letter of each script that the fonts are cut into, for the browser to fetch them before they are on the page. */
const letters = { en: 'a', ru: 'aя' } satisfies Record<Language, string>

async function speak(language: Language): Promise<void> {
  const turn = ++asked
  const said = [...areas]
  wanted = language
  for (const font of ['1em Onest', '600 1em Literata']) void document.fonts.load(font, letters[language])
  const loaded = await Promise.all(said.map((area) => loaders[area][language]())).catch((error: unknown) => {
    if (current && turn === asked) wanted = current.language
    throw error
  })
  // Slower than a later one, which knows more.
  if (turn < answered) return
  answered = turn
  spoken = said
  const texts: Texts = Object.assign({}, ...loaded.map((file) => file.default))
  current = { t: translatorOf(language, texts), language }
  document.documentElement.lang = language
  for (const listener of listeners) listener()
}

function guessLanguage(): Language {
  const candidates = [localStorage.getItem(storageKey), ...navigator.languages.map((tag) => tag.slice(0, 2))]
  return languages.find((language) => language === candidates.find(isLanguage)) ?? languages[0]
}

function isLanguage(value: string | null): boolean {
  return languages.some((language) => language === value)
}
