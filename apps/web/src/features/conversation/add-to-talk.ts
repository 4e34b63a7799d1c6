import type { CommentView, ThreadView } from '@kinkeep/contracts/comments'
import type { InfiniteData } from '@tanstack/react-query'

interface Page {
  items: ThreadView[]
  nextCursor: string | null
}
export type Talk = InfiniteData<Page, string | null>

/** The talk with one more comment in its place, until it is read again. */
export function addToTalk(talk: Talk, comment: CommentView): Talk {
  const { parentId } = comment
  if (parentId !== null) {
    return mapThreads(talk, (thread) =>
      thread.id === parentId && !thread.replies.some(({ id }) => id === comment.id)
        ? { ...thread, replies: [...thread.replies, comment] }
        : thread,
    )
  }
  if (talk.pages.some(({ items }) => items.some(({ id }) => id === comment.id))) return talk
  const pages = talk.pages.map((page, index) =>
    index === talk.pages.length - 1
      ? { ...page, items: [...page.items, { ...comment, replies: [], nextReply: null }] }
      : page,
  )
  return { ...talk, pages }
}

/** The talk with a comment as it is now. */
export function changeInTalk(talk: Talk, comment: CommentView): Talk {
  return mapThreads(talk, (thread) =>
    thread.id === comment.id
      ? { ...thread, ...comment }
      : { ...thread, replies: thread.replies.map((reply) => (reply.id === comment.id ? comment : reply)) },
  )
}

function mapThreads(talk: Talk, change: (thread: ThreadView) => ThreadView): Talk {
  return { ...talk, pages: talk.pages.map((page) => ({ ...page, items: page.items.map(change) })) }
}
