import type { ActivityKind } from '@kinkeep/contracts/activity-kinds'
import type { InvitableRole } from '@kinkeep/contracts/roles'
import { sql } from 'kysely'
import { addSeconds } from '../platform/clock.ts'
import type { Tx } from '../platform/db.ts'

/** What happened, with the ids it is about and no words: the reader sees the names as they are then. */
export type Activity =
  | { kind: 'keeps.added'; keepId: string; visibility: 'circle' | 'admins' }
  // Who sees the keep sees these.
  | { kind: 'keep.commented' | 'keep.reacted'; keepId: string }
  | { kind: 'member.joined' | 'member.left' | 'circle.renamed' }
  | { kind: 'member.removed' | 'circle.handedOver'; otherUserId: string }
  | { kind: 'member.roleSet'; otherUserId: string; role: InvitableRole }
  | { kind: 'child.added' | 'child.upgraded' | 'measurement.added'; childId: string }
  | { kind: 'pet.added' | 'pet.died'; petId: string }
  | { kind: 'album.made'; albumId: string }

/** Whose doing it is; every scope of a circle is one. */
export interface ActivityActor {
  userId: string | null
  guestLinkId: string | null
}

const coalescingSeconds = 3600

/** Kinds that only admins read about: who removed whom, and who was made what. */
const adminKinds: readonly ActivityKind[] = ['member.removed', 'member.roleSet']

/**
 * Writes down what happened for the circle's activity. The same by the same person about the same keep, child, pet or
 * member within an hour of the last time becomes one entry ("Anna added 12 photos"). Call it before `publish`, holding
 * the lock on the circle, or on what it is about: two at once would be two entries.
 */
export async function recordActivity(
  tx: Tx,
  circleId: string,
  { userId, guestLinkId }: ActivityActor,
  activity: Activity,
): Promise<void> {
  const now = tx.effects.clock.now()
  const since = addSeconds(now, -coalescingSeconds)
  const { kind } = activity
  const addedKeepId = activity.kind === 'keeps.added' ? activity.keepId : null
  const keepId = 'keepId' in activity && activity.kind !== 'keeps.added' ? activity.keepId : null
  const childId = 'childId' in activity ? activity.childId : null
  const petId = 'petId' in activity ? activity.petId : null
  const albumId = 'albumId' in activity ? activity.albumId : null
  const otherUserId = 'otherUserId' in activity ? activity.otherUserId : null
  const role = 'role' in activity ? activity.role : null
  const visibility = visibilityOf(activity)
  await sql`
    with raised as (
      update activities set item_count = item_count + 1, updated_at = greatest(updated_at, ${now}), role = ${role}
      where circle_id = ${circleId} and id = (
        select id from activities
        where circle_id = ${circleId} and updated_at > ${since} and kind = ${kind} and visibility = ${visibility}
          and user_id is not distinct from ${userId}::uuid
          and guest_link_id is not distinct from ${guestLinkId}::uuid
          and keep_id is not distinct from ${keepId}::uuid
          and child_id is not distinct from ${childId}::uuid
          and pet_id is not distinct from ${petId}::uuid
          and album_id is not distinct from ${albumId}::uuid
          and other_user_id is not distinct from ${otherUserId}::uuid
        order by updated_at desc, id desc
        limit 1
      )
      returning id
    ), added as (
      insert into activities (
        circle_id, kind, user_id, guest_link_id, keep_id, child_id, pet_id, album_id, other_user_id, role,
        visibility, created_at, updated_at
      )
      select ${circleId}, ${kind}, ${userId}, ${guestLinkId}, ${keepId}, ${childId}, ${petId}, ${albumId}, ${otherUserId},
        ${role}, ${visibility}, ${now}, ${now}
      where not exists (select from raised)
      returning id
    )
    update keeps set activity_id = entry.id
    from (select id from raised union all select id from added) entry
    where keeps.circle_id = ${circleId} and keeps.id = ${addedKeepId}
  `.execute(tx)
}

function visibilityOf(activity: Activity): 'circle' | 'admins' {
  if (activity.kind === 'keeps.added') return activity.visibility
  return adminKinds.includes(activity.kind) ? 'admins' : 'circle'
}
