import { newId } from '../../lib/new-id.ts'

/** What somebody began to say, and the key under which it is sent: the same for the same words. */
export interface CommentDraft {
  body: string
  idempotencyKey: string
}

/** Of this tab alone, so that on a family's computer nobody finds another's half sentence. */
const keyOf = (place: string) => `kinkeep.talk.${place}`

export function newCommentDraft(): CommentDraft {
  return { body: '', idempotencyKey: newId() }
}

/** What was begun in this place: a keep, or a comment of it that is answered. */
export function readCommentDraft(place: string): CommentDraft {
  const stored: unknown = JSON.parse(sessionStorage.getItem(keyOf(place)) ?? 'null')
  return isDraft(stored) ? stored : newCommentDraft()
}

/** Other words are another comment: what was sent before and may have arrived is not them. */
export function writeCommentDraft(place: string, body: string): CommentDraft {
  const draft = { body, idempotencyKey: newId() }
  keepCommentDraft(place, draft)
  return draft
}

/** What was sent has arrived: only what was begun since then stays. */
export function dropCommentDraft(place: string, sent: CommentDraft): void {
  if (readCommentDraft(place).idempotencyKey === sent.idempotencyKey)
    keepCommentDraft(place, newCommentDraft())
}

/** What was sent did not arrive: it comes back, before what was begun since then. */
export function returnCommentDraft(place: string, sent: CommentDraft): CommentDraft {
  const now = readCommentDraft(place)
  const isAlone = now.body === '' || now.idempotencyKey === sent.idempotencyKey
  const draft = isAlone ? sent : { ...now, body: `${sent.body}\n${now.body}` }
  keepCommentDraft(place, draft)
  return draft
}

function keepCommentDraft(place: string, draft: CommentDraft): void {
  if (draft.body === '') sessionStorage.removeItem(keyOf(place))
  else sessionStorage.setItem(keyOf(place), JSON.stringify(draft))
}

function isDraft(value: unknown): value is CommentDraft {
  return (
    typeof value === 'object' &&
    value !== null &&
    'body' in value &&
    typeof value.body === 'string' &&
    'idempotencyKey' in value &&
    typeof value.idempotencyKey === 'string'
  )
}
