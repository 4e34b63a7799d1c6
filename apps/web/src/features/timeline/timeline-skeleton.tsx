import { Skeleton } from '@kinkeep/ui/skeleton'
import { useTranslation } from '../../lib/i18n/use-translation.ts'

const rows = [
  ['grow-3', 'grow-2', 'grow-4'],
  ['grow-2', 'grow-3', 'grow-3', 'grow-2'],
]

/** The timeline while it is on its way, in the sizes it will have. */
export function TimelineSkeleton() {
  const { t } = useTranslation()
  return (
    <main
      id="main"
      tabIndex={-1}
      aria-busy="true"
      className="mx-auto w-full max-w-5xl px-4 pt-6 sm:px-8 lg:pt-10"
    >
      <p className="sr-only">{t('timeline.loading')}</p>
      <Skeleton className="h-10 w-56" />
      {[0, 1].map((day) => (
        <div key={day} className="mt-9 flex flex-col gap-1.5">
          <Skeleton className="mb-2 h-7 w-64" />
          {rows.map((tiles, row) => (
            <div key={row} className="flex h-38 gap-1.5 sm:h-58">
              {tiles.map((grow, tile) => (
                <Skeleton key={tile} className={`h-full basis-0 ${grow}`} />
              ))}
            </div>
          ))}
        </div>
      ))}
    </main>
  )
}
