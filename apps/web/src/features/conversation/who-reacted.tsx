import { LoadMore } from '../../components/load-more.tsx'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'
import { ReactionMark } from './reaction-mark.tsx'
import { speakerName } from './speaker-name.ts'
import { nextCursorOf } from './talk-query.ts'
import type { TalkReader } from './talk-reader.ts'

export interface WhoReactedProps {
  circleId: string
  keepId: string
  reader: TalkReader
}

/** Everybody who reacted, and how. Nothing while nobody did. */
export function WhoReacted({ circleId, keepId, reader }: WhoReactedProps) {
  const { t } = useTranslation()
  const list = trpc.keeps.reactions.list.useInfiniteQuery(
    { circleId, keepId, limit: 50 },
    { getNextPageParam: nextCursorOf, refetchInterval: reader.lookAgain },
  )
  const reactions = list.data?.pages.flatMap(({ items }) => items) ?? []
  if (reactions.length === 0) return null
  return (
    <section aria-label={t('conversation.whoReacted')} className="mb-5 border-line border-b pb-4">
      <ul className="flex flex-wrap gap-2">
        {reactions.map(({ id, kind, author, isOwn }) => (
          <li key={id} className="flex items-center gap-2 rounded-full bg-sunk py-1 pr-3 pl-2 text-sm">
            <ReactionMark kind={kind} size={18} />
            <span>
              {isOwn ? t('conversation.you') : speakerName(author, t)}
              <span className="sr-only">: {t(`talk.kinds.${kind}`)}</span>
            </span>
          </li>
        ))}
      </ul>
      <LoadMore query={list} />
    </section>
  )
}
