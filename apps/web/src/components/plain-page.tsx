import { Button } from '@kinkeep/ui/button'
import { NameMark } from '@kinkeep/ui/name-mark'
import { Skeleton } from '@kinkeep/ui/skeleton'
import type { ReactNode } from 'react'
import { useTranslation } from '../lib/i18n/use-translation.ts'
import { LanguageSwitch } from './language-switch.tsx'
import { ListError } from './list-error.tsx'
import type { LoadMoreProps } from './load-more.tsx'
import { PageTitle } from './page-title.tsx'

export interface PlainPageProps<Item extends { id: string }> {
  title: string
  width: 'max-w-2xl' | 'max-w-4xl'
  heading: ReactNode
  items: readonly Item[]
  /** Where the items come from. */
  query: LoadMoreProps['query'] & { error: unknown; isPending: boolean; refetch: () => unknown }
  row: (item: Item) => ReactNode
  /** Instead of the items, when there are none. */
  empty: ReactNode
  moreLabel: string
  children?: ReactNode
}

/** The page of whoever came by a link: the house's name, one column, everything large, and no way to anywhere else. */
export function PlainPage<Item extends { id: string }>(props: PlainPageProps<Item>) {
  const { title, width, heading, items, query, row, empty, moreLabel, children } = props
  const { t } = useTranslation()
  const hasNone = items.length === 0
  return (
    <>
      <PageTitle text={title} />
      <header className={`mx-auto flex w-full items-center gap-3 px-4 pt-4 ${width}`}>
        <NameMark variant="mark" size={40} label={t('app.name')} />
        <div className="grow" />
        <LanguageSwitch />
      </header>
      <main id="main" tabIndex={-1} className={`mx-auto w-full px-4 pt-4 pb-20 ${width}`}>
        {heading}
        {hasNone && query.error ? (
          <ListError error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          hasNone && !query.isPending && empty
        )}
        {query.isPending && <Skeleton className="h-120 w-full rounded-lg" />}
        <ol className="flex flex-col gap-8">
          {items.map((item) => (
            <li key={item.id}>{row(item)}</li>
          ))}
        </ol>
        {query.hasNextPage && (
          <div className="mt-8">
            <Button
              size="lg"
              tone="secondary"
              wide
              pending={query.isFetchingNextPage}
              onClick={() => void query.fetchNextPage()}
            >
              {moreLabel}
            </Button>
          </div>
        )}
        {children}
      </main>
    </>
  )
}
