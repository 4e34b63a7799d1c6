import { NameMark } from '@kinkeep/ui/name-mark'
import { Skeleton } from '@kinkeep/ui/skeleton'
import { useTranslation } from '../lib/i18n/use-translation.ts'

/** The shell's own places, before it is known whose they are. */
export function ShellSkeleton() {
  const { t } = useTranslation()
  return (
    <div className="flex min-h-dvh" role="status" aria-label={t('shell.loading')}>
      <div className="hidden w-66 shrink-0 flex-col gap-5 border-line border-r px-4 py-5 lg:flex">
        <div className="px-2 py-1">
          <NameMark variant="full" size={32} label={null} />
        </div>
        <Skeleton className="h-12" />
        <Skeleton className="h-11" />
        <Skeleton className="h-11" />
      </div>
      <div className="flex grow flex-col">
        <div className="flex min-h-14 items-center border-line border-b px-4 lg:hidden">
          <Skeleton className="h-8 w-40" />
        </div>
        <div className="mx-auto w-full max-w-2xl px-4 pt-6 sm:px-8 lg:pt-12">
          <Skeleton className="h-10 w-56" />
          <Skeleton className="mt-8 h-56 rounded-lg" />
        </div>
      </div>
    </div>
  )
}
