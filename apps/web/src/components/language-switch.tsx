import { languages } from '@kinkeep/contracts/languages'
import { changeLanguage } from '../lib/i18n/i18n.ts'
import { useTranslation } from '../lib/i18n/use-translation.ts'

/** The other languages by their own names, for those who cannot read this one. */
export function LanguageSwitch() {
  const { t, language } = useTranslation()
  return (
    <div className="flex">
      {languages
        .filter((other) => other !== language)
        .map((other) => (
          <button
            key={other}
            type="button"
            lang={other}
            onClick={() => void changeLanguage(other)}
            className="min-h-11 rounded-full px-3 font-medium text-muted text-sm hover:bg-sunk hover:text-ink"
          >
            {t(`languages.${other}`)}
          </button>
        ))}
    </div>
  )
}
