import { beginningOf, isKnownToTheDay } from '@kinkeep/contracts/approximate-dates'
import type { updateKeep as contract, KeepView } from '@kinkeep/contracts/keeps'
import type { z } from 'zod'
import type { CircleScope } from '../circles/access.ts'
import { lockCircle } from '../circles/lock-circle.ts'
import { audit } from '../platform/audit.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError } from '../platform/errors.ts'
import { publish } from '../platform/events.ts'
import { attachMedia } from './attach-media.ts'
import { moveKeep } from './move-keep.ts'
import { getKeepForWrite, getKeepView } from './queries.ts'
import { requireSubjects } from './require-subjects.ts'
import { assertMayRestrict } from './rules.ts'
import { setVisibility } from './set-visibility.ts'
import { settleKeepDate } from './settle-keep-date.ts'

type UpdateKeep = z.infer<typeof contract.input>
type KeepForWrite = Awaited<ReturnType<typeof getKeepForWrite>>

/**
 * Changes a keep: what is not given stays. Throws NotFound, ROLE_TOO_LOW, MEDIA_NOT_USABLE, INVALID_INPUT for
 * what its kind does not have or cannot be without, and NotFound for children and pets that are not of the circle.
 */
export async function updateKeep(
  deps: Pick<Deps, 'transaction'>,
  scope: CircleScope<'keep.update'>,
  input: UpdateKeep,
): Promise<KeepView> {
  return deps.transaction(async (tx) => {
    // Its visibility is counted with the circle, which whoever trashes or deletes it holds before the keep.
    if (input.visibility) await lockCircle(tx, scope.circleId)
    const keep = await getKeepForWrite(tx, scope, input.keepId)
    assertFits(keep.kind, input)
    assertMayRestrict(scope, input.visibility)
    await requireSubjects(tx, scope, input.childIds, input.petIds)
    await tx
      .updateTable('keeps')
      .set({
        ...(input.title === undefined ? {} : { title: input.title || null }),
        ...(input.body === undefined ? {} : { body: input.body || null }),
        ...(input.milestone === undefined ? {} : { milestone: input.milestone }),
        ...(input.childIds === undefined ? {} : { childIds: input.childIds }),
        ...(input.petIds === undefined ? {} : { petIds: input.petIds }),
        ...(input.tags === undefined ? {} : { tags: input.tags }),
        editedAt: tx.effects.clock.now(),
      })
      .where('circleId', '=', scope.circleId)
      .where('id', '=', keep.id)
      .execute()
    if (input.mediaIds) await attachMedia(tx, scope, keep.id, input.mediaIds)
    await changeDate(tx, scope, keep, input)
    if (input.visibility) await setVisibility(tx, scope.circleId, keep.id, input.visibility)

    const view = await getKeepView(tx, scope, keep.id)
    await audit(tx, scope.actor, { action: 'keep.updated', circleId: scope.circleId, subjectId: keep.id })
    await publish(tx, scope.circleId, { type: 'keep.changed', keepId: keep.id })
    return view
  })
}

async function changeDate(tx: Tx, scope: CircleScope, keep: KeepForWrite, input: UpdateKeep): Promise<void> {
  if (input.happenedAt) {
    const { datePrecision = 'time' } = input
    const happenedAt = beginningOf(input.happenedAt, datePrecision)
    const happenedOffset = isKnownToTheDay(datePrecision) ? (input.happenedOffset ?? null) : null
    const told = { happenedAt, happenedOffset, dateSource: 'person' as const, datePrecision }
    await moveKeep(tx, scope.circleId, keep.id, keep, told)
  } else if (input.mediaIds) {
    await settleKeepDate(tx, scope.circleId, keep.id)
  }
}

function assertFits(kind: KeepView['kind'], input: UpdateKeep): void {
  const required = (field: string) => new DomainError('INVALID_INPUT', { fields: { [field]: ['required'] } })
  const foreign = (field: string) => new DomainError('INVALID_INPUT', { fields: { [field]: ['invalid'] } })
  if (kind === 'note' && (input.body === null || input.body === '')) throw required('body')
  if (kind === 'media' && input.mediaIds?.length === 0) throw required('mediaIds')
  if (kind === 'note' && input.mediaIds?.length) throw foreign('mediaIds')
  if (kind !== 'milestone' && input.milestone) throw foreign('milestone')
}
