import type { KeepView } from '@kinkeep/contracts/keeps'
import type { ApiClient } from '../../lib/api.ts'
import { newId } from '../../lib/new-id.ts'
import { momentOf } from '../dates/told-date.ts'
import { type Draft, draftOf } from './draft.ts'

/**
 * Keeps a draft as a new memory. All its photos have arrived. Where an earlier try had arrived and its answer had not,
 * what was made of that one becomes what the draft says now.
 */
export async function createFromDraft(client: ApiClient, circleId: string, draft: Draft): Promise<KeepView> {
  const keep = await create(client, circleId, draft)
  if (!draft.isTried) return keep
  // A note has no photos, and becomes nothing else.
  return keep.kind === 'note' && draft.kind !== 'note'
    ? create(client, circleId, { ...draft, idempotencyKey: newId() })
    : updateFromDraft(client, circleId, keep, draft)
}

function create(client: ApiClient, circleId: string, draft: Draft): Promise<KeepView> {
  const { kind, milestone, idempotencyKey, childIds, petIds, tags, visibility } = draft
  const title = draft.title.trim()
  const body = draft.body.trim()
  const moment = momentOf(draft)
  const told = {
    circleId,
    idempotencyKey,
    childIds,
    petIds,
    tags,
    visibility,
    ...(title !== '' && { title }),
    ...(moment && { happenedAt: moment.happenedAt, datePrecision: moment.precision }),
  }
  if (kind === 'note') return client.keeps.create.mutate({ ...told, kind, body })
  const withPhotos = { ...told, ...(body !== '' && { body }), mediaIds: mediaIdsOf(draft) }
  return kind === 'media'
    ? client.keeps.create.mutate({ ...withPhotos, kind })
    : client.keeps.create.mutate({ ...withPhotos, kind, milestone })
}

/** Changes a keep to what its draft says; what was not touched is not sent. */
export function updateFromDraft(
  client: ApiClient,
  circleId: string,
  keep: KeepView,
  draft: Draft,
): Promise<KeepView> {
  const before = draftOf(keep)
  const moment = momentOf(draft)
  const isMoved =
    draft.day !== before.day || draft.time !== before.time || draft.precision !== before.precision
  const photosBefore = mediaIdsOf(before)
  const mediaIds = mediaIdsOf(draft)
  const changes = {
    ...(draft.title.trim() !== before.title && { title: draft.title.trim() || null }),
    ...(draft.body.trim() !== before.body && { body: draft.body.trim() || null }),
    ...(keep.kind === 'milestone' && draft.milestone !== before.milestone && { milestone: draft.milestone }),
    ...(isMoved && moment && { happenedAt: moment.happenedAt, datePrecision: moment.precision }),
    ...(mediaIds.join() !== photosBefore.join() && { mediaIds }),
    ...(draft.childIds.join() !== before.childIds.join() && { childIds: draft.childIds }),
    ...(draft.petIds.join() !== before.petIds.join() && { petIds: draft.petIds }),
    ...(draft.tags.join() !== before.tags.join() && { tags: draft.tags }),
    ...(draft.visibility !== before.visibility && { visibility: draft.visibility }),
  }
  // What is as it was is not edited.
  if (Object.keys(changes).length === 0) return Promise.resolve(keep)
  return client.keeps.update.mutate({ circleId, keepId: keep.id, ...changes })
}

function mediaIdsOf({ photos }: Draft): string[] {
  return photos.flatMap(({ mediaId }) => mediaId ?? [])
}
