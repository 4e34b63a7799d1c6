import type { CommentView, ThreadView } from '@kinkeep/contracts/comments'
import { Button } from '@kinkeep/ui/button'
import { useState } from 'react'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'
import { Comment } from './comment.tsx'
import { NewComment } from './new-comment.tsx'
import { speakerName } from './speaker-name.ts'
import { nextCursorOf, talkOf } from './talk-query.ts'
import type { TalkReader } from './talk-reader.ts'
import { UnsentWords } from './unsent-words.tsx'
import type { Unsent } from './use-unsent.ts'

export interface ThreadProps {
  circleId: string
  thread: ThreadView
  reader: TalkReader
  unsent: Unsent
  now: Date
  /** Hears whether something is being written in answer. */
  onAnswering: (thread: ThreadView, isOpen: boolean) => void
}

/** A comment with what answers it, one level deep. */
export function Thread({ circleId, thread, reader, unsent, now, onAnswering }: ThreadProps) {
  const { t } = useTranslation()
  const { id: parentId, keepId } = thread
  const [answered, setAnswered] = useState<{ id: string; name: string; threadId: string }>()
  const [wantsAll, setWantsAll] = useState(false)
  const all = trpc.keeps.comments.list.useInfiniteQuery(
    { ...talkOf(circleId, keepId), parentId },
    { enabled: wantsAll, getNextPageParam: nextCursorOf, refetchInterval: reader.lookAgain },
  )
  const replies = all.data?.pages.flatMap(({ items }) => items) ?? thread.replies
  const hasMore = all.data ? all.hasNextPage : thread.nextReply !== null
  const more = () => (all.data ? void all.fetchNextPage() : setWantsAll(true))
  const answer = (comment: CommentView) => () => {
    if (!comment.author) return
    setAnswered({ id: comment.id, name: speakerName(comment.author, t), threadId: parentId })
    onAnswering(thread, true)
  }
  const finish = () => {
    setAnswered(undefined)
    onAnswering(thread, false)
  }
  const shared = { circleId, reader, unsent, now }
  const waiting = unsent.items.filter((item) => item.commentId === null && item.threadId === parentId)
  return (
    <li>
      <Comment {...shared} comment={thread} onReply={answer(thread)} />
      {(replies.length > 0 || waiting.length > 0 || answered) && (
        <div className="mt-2 ml-4 border-line border-l pl-4 sm:pl-5">
          <ol className="flex flex-col gap-2">
            {replies.map((reply) => (
              <li key={reply.id}>
                <Comment {...shared} comment={reply} onReply={answer(reply)} />
              </li>
            ))}
          </ol>
          {hasMore && (
            <Button tone="quiet" pending={all.isFetching} onClick={more}>
              {t('conversation.moreReplies')}
            </Button>
          )}
          {waiting.map((item) => (
            <div key={item.key} className="mt-2">
              <UnsentWords {...{ item, unsent }} />
            </div>
          ))}
          {answered && (
            <div className="mt-2">
              <NewComment
                key={answered.id}
                {...{ circleId, keepId, reader, unsent, answered }}
                onSaid={() => {
                  finish()
                  if (hasMore) setWantsAll(true)
                }}
                onCancel={finish}
              />
            </div>
          )}
        </div>
      )}
    </li>
  )
}
