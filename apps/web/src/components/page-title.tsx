import { useTranslation } from '../lib/i18n/use-translation.ts'

/** Names the page in the tab, the history and to a screen reader. React moves it into the head. */
export function PageTitle({ text }: { text: string }) {
  const { t } = useTranslation()
  return <title>{`${text} · ${t('app.name')}`}</title>
}
