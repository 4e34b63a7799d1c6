import { useSyncExternalStore } from 'react'
import { currentTranslation, onLanguageChange, type Translation } from './i18n.ts'

/** The typed `t` and the language for Intl; renders again when the language changes. */
export function useTranslation(): Translation {
  return useSyncExternalStore(onLanguageChange, currentTranslation)
}
