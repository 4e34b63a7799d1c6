import { type Language, languages } from '@kinkeep/contracts/languages'
import type en from '../../locales/en.json'
import { translatorOf, type Values } from './translate.ts'

type Leaf<Texts, Prefix extends string = ''> = {
  [Name in keyof Texts & string]: Texts[Name] extends string
    ? `${Prefix}${Name}`
    : Leaf<Texts[Name], `${Prefix}${Name}.`>
}[keyof Texts & string]

/** Every key there is, `group.name`; the forms of a plural share one. */
export type TranslationKey =
  Leaf<typeof en> extends infer Path
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

/** One chunk a language; only the one in use is fetched. */
const loaders = {
  en: () => import('../../locales/en.json'),
  ru: () => import('../../locales/ru.json'),
} satisfies Record<Language, () => Promise<{ default: object }>>

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
  if (current?.language !== language) await speak(language)
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
  for (const font of ['1em Onest', '600 1em Literata']) void document.fonts.load(font, letters[language])
  const { default: texts } = await loaders[language]()
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
