import { formatDate } from '../../lib/format.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { KeepAccountButton } from './keep-account-button.tsx'

/** On every page while the account waits to be deleted: until when, and the way back. */
export function DeletionBanner({ dueAt }: { dueAt: string }) {
  const { t, language } = useTranslation()
  return (
    <section
      aria-label={t('leaving.banner')}
      className="flex flex-wrap items-center justify-center gap-x-5 gap-y-2 bg-danger-soft px-4 py-2 text-center text-danger text-sm"
    >
      <p className="font-medium">{t('leaving.due', { date: formatDate(dueAt, language) })}</p>
      <KeepAccountButton />
    </section>
  )
}
