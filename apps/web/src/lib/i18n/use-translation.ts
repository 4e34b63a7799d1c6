import type { Language } from '@kinkeep/contracts/languages'
import i18next from 'i18next'
import { useSyncExternalStore } from 'react'
import { currentLanguage, type Translate } from './i18n.ts'

/** The typed `t` and the language for Intl; renders again when the language changes. */
export function useTranslation(): { t: Translate; language: Language } {
  const language = useSyncExternalStore(subscribe, currentLanguage)
  return { t: i18next.t, language }
}

function subscribe(onChange: () => void): () => void {
  i18next.on('languageChanged', onChange)
  return () => i18next.off('languageChanged', onChange)
}
