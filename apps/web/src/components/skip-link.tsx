import { useTranslation } from '../lib/i18n/use-translation.ts'

/** The first stop of the Tab key: past the navigation, to what this page is about. */
export function SkipLink() {
  const { t } = useTranslation()
  return (
    <a
      href="#main"
      className="fixed top-2 left-2 z-70 -translate-y-20 rounded-full bg-accent px-5 py-3 font-semibold text-accent-ink text-sm focus:translate-y-0"
    >
      {t('shell.skip')}
    </a>
  )
}
