import { type Language, languages } from '@kinkeep/contracts/languages'
import i18next, { type ParseKeys, type TFunction } from 'i18next'

export type Translate = TFunction<'translation'>
export type TranslationKey = ParseKeys<'translation'>

/** One chunk a language; only the one in use is fetched. */
const loaders = {
  en: () => import('../../locales/en.json'),
  ru: () => import('../../locales/ru.json'),
} satisfies Record<Language, () => Promise<{ default: object }>>

const storageKey = 'kinkeep.language'

/** Starts in the language chosen here before, else in the browser's. The profile's own wins once it is known. */
export async function startTranslations(): Promise<void> {
  const language = guessLanguage()
  const { default: translation } = await loaders[language]()
  await i18next.init({
    lng: language,
    resources: { [language]: { translation } },
    // React escapes.
    interpolation: { escapeValue: false },
    showSupportNotice: false,
  })
  document.documentElement.lang = language
}

/** Speaks another language from now on, also after a reload. */
export async function changeLanguage(language: Language): Promise<void> {
  if (i18next.language === language) return
  if (!i18next.hasResourceBundle(language, 'translation')) {
    const { default: translation } = await loaders[language]()
    i18next.addResourceBundle(language, 'translation', translation)
  }
  await i18next.changeLanguage(language)
  document.documentElement.lang = language
  localStorage.setItem(storageKey, language)
}

export function currentLanguage(): Language {
  return isLanguage(i18next.language) ? i18next.language : languages[0]
}

function guessLanguage(): Language {
  const candidates = [localStorage.getItem(storageKey), ...navigator.languages.map((tag) => tag.slice(0, 2))]
  return candidates.find(isLanguage) ?? languages[0]
}

function isLanguage(value: unknown): value is Language {
  return languages.some((language) => language === value)
}
