import type { CommentView } from '@kinkeep/contracts/comments'
import { useMutation } from '@tanstack/react-query'
import { useMemo, useSyncExternalStore } from 'react'
import { readError } from '../../lib/read-error.ts'
import { trpc } from '../../lib/trpc.ts'
import { addToTalk, changeInTalk } from './add-to-talk.ts'
import { mentionIdsIn } from './mentions.ts'
import { talkOf } from './talk-query.ts'
import type { TalkReader } from './talk-reader.ts'
import {
  addUnsent,
  changeUnsent,
  dropUnsent,
  type NewUnsent,
  readUnsent,
  subscribeToUnsent,
  type UnsentComment,
} from './unsent-comments.ts'

/** What was said about a keep and has not arrived, and how to say something. */
export interface Unsent {
  items: readonly UnsentComment[]
  say: (comment: Omit<NewUnsent, 'speaker' | 'circleId' | 'keepId'>) => void
  retry: (item: UnsentComment) => void
  discard: (item: UnsentComment) => void
}

/** Sends one after the other, also when the conversation is closed meanwhile; the key makes a second try harmless. */
export function useUnsent(circleId: string, keepId: string, reader: TalkReader): Unsent {
  const utils = trpc.useUtils()
  const all = useSyncExternalStore(subscribeToUnsent, readUnsent)
  const speaker = utils.users.me.getData()?.id ?? 'guest'
  const items = useMemo(
    () => all.filter((item) => item.keepId === keepId && item.speaker === speaker),
    [all, keepId, speaker],
  )
  const { mutate } = useMutation({
    scope: { id: `comments:${keepId}` },
    mutationFn: async ({
      key,
      parentId,
      commentId,
      body,
      mentioned,
    }: UnsentComment): Promise<CommentView> => {
      const said = { circleId, keepId, body, mentionIds: mentionIdsIn(body, mentioned) }
      const { add, update } = utils.client.keeps.comments
      if (commentId !== null) return update.mutate({ ...said, commentId })
      return add.mutate({ ...said, idempotencyKey: key, ...(parentId !== null && { parentId }) })
    },
    onSuccess: (comment, { key, parentId, commentId }) => {
      utils.keeps.comments.list.setInfiniteData(
        talkOf(circleId, keepId),
        (talk) => talk && (commentId === null ? addToTalk : changeInTalk)(talk, comment),
      )
      dropUnsent(key)
      // The replies of a thread may be read as a list of their own.
      if (commentId !== null || parentId !== null) {
        void utils.keeps.comments.list.invalidate({ circleId, keepId })
      }
      // With a stream the page hears of it by itself, and counting here as well would count it twice.
      if (commentId === null && reader.lookAgain !== false) void utils.keeps.list.invalidate({ circleId })
    },
    onError: (error, { key, commentId }) => {
      const isAlone = commentId === null && readError(error).reason === 'COMMENT_GONE'
      // What it answered is gone: it stands by itself, and may be said so.
      changeUnsent(key, { state: 'failed', error, ...(isAlone && { threadId: null, parentId: null }) })
    },
  })
  return {
    items,
    say: (comment) => mutate(addUnsent({ ...comment, speaker, circleId, keepId })),
    retry: (item) => {
      changeUnsent(item.key, { state: 'sending', error: null })
      mutate(item)
    },
    discard: (item) => dropUnsent(item.key),
  }
}
