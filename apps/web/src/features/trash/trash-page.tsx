import type { KeepView } from '@kinkeep/contracts/keeps'
import { limits } from '@kinkeep/contracts/limits'
import { can } from '@kinkeep/contracts/roles'
import { Button } from '@kinkeep/ui/button'
import { EmptyState } from '@kinkeep/ui/empty-state'
import { Link } from '@tanstack/react-router'
import { ArrowLeft } from 'lucide-react'
import { useRef, useState } from 'react'
import { EmptyHouse } from '../../components/empty-house.tsx'
import { LoadMore } from '../../components/load-more.tsx'
import { Page } from '../../components/page.tsx'
import { errorText } from '../../lib/error-text.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { showToast } from '../../lib/toasts.ts'
import { trpc } from '../../lib/trpc.ts'
import { nextCursorOf } from '../timeline/timeline-queries.ts'
import { DeleteForever } from './delete-forever.tsx'
import { EmptyTrash } from './empty-trash.tsx'
import { trashOf } from './trash-queries.ts'
import { TrashedKeep } from './trashed-keep.tsx'

/** What was thrown away in a circle, for as long as it can be taken out again. */
export function TrashPage({ circleId }: { circleId: string }) {
  const { t, language } = useTranslation()
  const utils = trpc.useUtils()
  const [now] = useState(Date.now)
  const [doomed, setDoomed] = useState<{ keep: KeepView; name: string }>()
  const list = useRef<HTMLUListElement>(null)
  const [circle] = trpc.circles.get.useSuspenseQuery({ circleId })
  const [data, query] = trpc.keeps.list.useSuspenseInfiniteQuery(trashOf(circleId), {
    getNextPageParam: nextCursorOf,
  })
  const restore = trpc.keeps.restore.useMutation({
    onSuccess: async () => {
      showToast({ tone: 'done', text: t('trash.restored') })
      await Promise.all([
        utils.keeps.list.invalidate({ circleId }),
        utils.keeps.timeline.invalidate({ circleId }),
      ])
    },
    onError: (error) => showToast({ tone: 'error', text: errorText(error, t, language) }),
  })
  const keeps = data.pages.flatMap(({ items }) => items)
  const seenAt = keeps[0]?.trashedAt
  const isAdmin = can(circle.role, 'trash.empty')
  const back = (
    <Link to="/c/$circleId" params={{ circleId }}>
      <ArrowLeft size={18} aria-hidden="true" />
      {t('trash.back')}
    </Link>
  )
  return (
    <Page
      title={t('trash.title')}
      lead={
        <>
          {t('trash.lead', { count: limits.trashDays })}{' '}
          {isAdmin ? t('gathered.trash.everybodys') : t('gathered.trash.yours')}
        </>
      }
    >
      {keeps.length === 0 ? (
        <EmptyState
          picture={<EmptyHouse />}
          title={t('trash.empty')}
          text={t('trash.emptyText')}
          action={<Button asChild>{back}</Button>}
        />
      ) : (
        <div className="flex flex-col items-start gap-4">
          <div className="-mx-4 flex flex-wrap justify-between gap-x-2 self-stretch">
            <Button asChild tone="quiet">
              {back}
            </Button>
            {isAdmin && seenAt && <EmptyTrash {...{ circleId, seenAt }} />}
          </div>
          <ul ref={list} tabIndex={-1} aria-label={t('trash.title')} className="w-full divide-y divide-line">
            {keeps.map((keep) => (
              <TrashedKeep
                key={keep.id}
                {...{ circleId, keep, now }}
                showsAuthor={isAdmin}
                pending={restore.isPending && restore.variables.keepId === keep.id}
                onRestore={() => restore.mutate({ circleId, keepId: keep.id })}
                onDelete={(name) => setDoomed({ keep, name })}
              />
            ))}
          </ul>
          <LoadMore query={query} />
        </div>
      )}
      {doomed && (
        <DeleteForever
          {...{ circleId, ...doomed }}
          onClose={(isGone) => {
            setDoomed(undefined)
            // What opened the question is gone with the keep.
            if (isGone) queueMicrotask(() => (list.current ?? document.getElementById('main'))?.focus())
          }}
        />
      )}
    </Page>
  )
}
