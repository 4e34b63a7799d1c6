import type { SharedView } from '@kinkeep/contracts/share-links'
import { Skeleton } from '@kinkeep/ui/skeleton'
import { lazy, Suspense, useMemo, useState } from 'react'
import { PlainPage } from '../../components/plain-page.tsx'
import { formatDate } from '../../lib/format.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { readError } from '../../lib/read-error.ts'
import { trpc } from '../../lib/trpc.ts'
import { useBigType } from '../guests/use-big-type.ts'
import { formatShortDay } from '../timeline/wall-date.ts'
import { OutsideEnded } from './outside-ended.tsx'
import { OutsideKeep } from './outside-keep.tsx'

const OutsideViewer = lazy(() => import('./outside-viewer.tsx'))

const pageLength = 20

/** What a link shows: one column, as it happened, everything large. */
export function OutsidePage({ linkId }: { linkId: string }) {
  useBigType()
  const { t, language } = useTranslation()
  const [shown, setShown] = useState<string>()
  const head = trpc.keeps.shared.get.useQuery({ linkId })
  const list = trpc.keeps.shared.keeps.useInfiniteQuery(
    { linkId, limit: pageLength },
    { getNextPageParam: (page) => page.nextCursor },
  )
  const keeps = useMemo(() => list.data?.pages.flatMap(({ items }) => items) ?? [], [list.data])
  const pictures = useMemo(
    () => keeps.flatMap((keep) => keep.media.map((media) => ({ media, keep }))),
    [keeps],
  )
  const title = useTitle(head.data)
  if (isOver(head.error) || isOver(list.error)) return <OutsideEnded why="LINK_INVALID" />
  const index = pictures.findIndex(({ media }) => media.id === shown)
  return (
    <>
      <PlainPage
        title={title}
        width="max-w-4xl"
        heading={
          <h1 className="mb-6 break-words text-2xl">
            {head.data ? title : <Skeleton className="h-8 w-48" />}
          </h1>
        }
        items={keeps}
        query={list}
        row={(keep) => <OutsideKeep linkId={linkId} keep={keep} onOpen={setShown} />}
        empty={<p className="rounded-lg border border-line bg-surface p-6 text-muted">{t('shares.empty')}</p>}
        moreLabel={t('shares.more')}
      >
        {head.data && (
          <p className="mt-12 border-line border-t pt-6 text-muted text-sm">
            {t('shares.footer', { date: formatDate(head.data.expiresAt, language) })}
          </p>
        )}
      </PlainPage>
      {index >= 0 && (
        <Suspense>
          <OutsideViewer
            {...{ linkId, pictures, index }}
            mayDownload={head.data?.mayDownload ?? false}
            onShow={setShown}
            onClose={() => setShown(undefined)}
          />
        </Suspense>
      )}
    </>
  )
}

function useTitle(view: SharedView | undefined): string {
  const { t, language } = useTranslation()
  if (!view) return t('app.name')
  if (view.title !== null) return view.title
  if (view.from === null || view.to === null) return t('shares.untitled')
  const [from, to] = [formatShortDay(view.from, language), formatShortDay(view.to, language)]
  return from === to ? from : t('shares.span', { from, to })
}

/** The link was revoked or has expired, or what it showed is gone: not something that passes. */
function isOver(error: unknown): boolean {
  return error !== null && readError(error).reason === 'NOT_FOUND'
}
