import type { ThreadView } from '@kinkeep/contracts/comments'
import { Skeleton } from '@kinkeep/ui/skeleton'
import { useEffect, useMemo, useState } from 'react'
import { ListError } from '../../components/list-error.tsx'
import { LoadMore } from '../../components/load-more.tsx'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'
import { NewComment } from './new-comment.tsx'
import { nextCursorOf, talkOf } from './talk-query.ts'
import type { TalkReader } from './talk-reader.ts'
import { Thread } from './thread.tsx'
import { UnsentWords } from './unsent-words.tsx'
import { useUnsent } from './use-unsent.ts'
import { WhoReacted } from './who-reacted.tsx'

export interface TalkProps {
  circleId: string
  keepId: string
  reader: TalkReader
}

/** How often what is said about the time is put right. */
const tickMs = 30_000

/** What everybody feels and says about a keep, and the field to join in, which stays in sight. */
export function Talk({ circleId, keepId, reader }: TalkProps) {
  const { t } = useTranslation()
  const list = trpc.keeps.comments.list.useInfiniteQuery(talkOf(circleId, keepId), {
    getNextPageParam: nextCursorOf,
    refetchInterval: reader.lookAgain,
    // It may have been looked at before the stream of this page was there.
    refetchOnMount: 'always',
  })
  const threads = useMemo(() => {
    const all = list.data?.pages.flatMap(({ items }) => items) ?? []
    // One that was just said may come again with a further page.
    return [...new Map(all.map((thread) => [thread.id, thread])).values()]
  }, [list.data])
  const now = useNow()
  const unsent = useUnsent(circleId, keepId, reader)
  const { shown, onAnswering } = useAnswered(threads, list.hasNextPage)
  const hasPlace = (threadId: string) => list.hasNextPage || shown.some(({ id }) => id === threadId)
  const atEnd = unsent.items.filter(
    ({ commentId, threadId }) => commentId === null && (threadId === null || !hasPlace(threadId)),
  )
  return (
    // What scrolls it says how much room it leaves below: the field reaches down to the edge, and nothing passes under it.
    <div className="mb-[calc(-1*var(--talk-below,0px))] flex min-h-[calc(100%+var(--talk-below,0px))] flex-col">
      <WhoReacted {...{ circleId, keepId, reader }} />
      {list.isPending && <TalkSkeleton />}
      {list.error && !list.data && <ListError error={list.error} onRetry={() => void list.refetch()} />}
      {list.data && shown.length === 0 && atEnd.length === 0 && (
        <p className="py-4 text-muted">{t('conversation.nobody')}</p>
      )}
      <ol className="mb-4 flex flex-col gap-4">
        {shown.map((thread) => (
          <Thread key={thread.id} {...{ circleId, thread, reader, unsent, now, onAnswering }} />
        ))}
      </ol>
      <LoadMore query={list} />
      {atEnd.length > 0 && (
        <div className="mb-4 flex flex-col gap-3">
          {atEnd.map((item) => (
            <UnsentWords key={item.key} {...{ item, unsent }} />
          ))}
        </div>
      )}
      <div className="sticky bottom-[calc(-1*var(--talk-below,0px))] -mx-2 mt-auto bg-surface px-2 pt-2 pb-[max(0.25rem,var(--talk-below,0px))]">
        <NewComment key={keepId} {...{ circleId, keepId, reader, unsent }} />
      </div>
    </div>
  )
}

/** The threads, and those that were deleted while somebody here writes an answer: it has its field until it is sent. */
function useAnswered(threads: readonly ThreadView[], hasMore: boolean) {
  const [answered, setAnswered] = useState<readonly ThreadView[]>([])
  const gone = answered.filter(({ id }) => !threads.some((thread) => thread.id === id))
  // It may also be on a page that was not read again.
  const asItIs = (thread: ThreadView) =>
    hasMore ? thread : { ...thread, body: null, author: null, replies: [] }
  const shown = [...threads, ...gone.map(asItIs)]
  const onAnswering = (thread: ThreadView, isOpen: boolean) =>
    setAnswered((now) => [...now.filter(({ id }) => id !== thread.id), ...(isOpen ? [thread] : [])])
  return { shown: shown.toSorted((a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt)), onAnswering }
}

function useNow(): Date {
  const [now, setNow] = useState(() => new Date())
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), tickMs)
    return () => clearInterval(timer)
  }, [])
  return now
}

function TalkSkeleton() {
  return (
    <div className="flex flex-col gap-4" aria-hidden="true">
      {[0, 1].map((row) => (
        <div key={row} className="flex gap-3">
          <Skeleton className="size-8 rounded-full" />
          <div className="grow">
            <Skeleton className="h-4 w-32 rounded-sm" />
            <Skeleton className="mt-2 h-12 w-full rounded-sm" />
          </div>
        </div>
      ))}
    </div>
  )
}
