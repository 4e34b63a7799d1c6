import type { Mentioned } from './mentions.ts'

/** What somebody began to say, and whom they called by name. */
export interface CommentDraft {
  body: string
  mentioned: Mentioned[]
}

export const noDraft: CommentDraft = { body: '', mentioned: [] }

/** Of this tab alone, so that on a family's computer nobody finds another's half sentence. */
const keyOf = (place: string) => `kinkeep.talk.${place}`

/** What was begun in this place: a keep, or a comment of it that is answered. */
export function readCommentDraft(place: string): CommentDraft {
  const stored: unknown = JSON.parse(sessionStorage.getItem(keyOf(place)) ?? 'null')
  return isDraft(stored) ? stored : noDraft
}

export function writeCommentDraft(place: string, draft: CommentDraft): void {
  if (draft.body === '') sessionStorage.removeItem(keyOf(place))
  else sessionStorage.setItem(keyOf(place), JSON.stringify(draft))
}

function isDraft(value: unknown): value is CommentDraft {
  return (
    typeof value === 'object' &&
    value !== null &&
    'body' in value &&
    typeof value.body === 'string' &&
    'mentioned' in value &&
    Array.isArray(value.mentioned)
  )
}
