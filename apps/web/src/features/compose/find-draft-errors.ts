import type { FieldMessage } from '@kinkeep/contracts/reasons'
import type { Draft } from './draft.ts'

export type DraftField = 'title' | 'body' | 'mediaIds' | 'happenedAt'
export type DraftErrors = Partial<Record<DraftField, FieldMessage>>

/** What can be seen to be missing before asking the server. `today` is a calendar day. */
export function findDraftErrors(draft: Draft, today: string): DraftErrors {
  const errors: DraftErrors = {}
  if (draft.kind === 'note' && draft.body.trim() === '') errors.body = 'required'
  if (draft.kind === 'media' && draft.photos.length === 0) errors.mediaIds = 'required'
  if (draft.day > today) errors.happenedAt = 'invalid'
  return errors
}
