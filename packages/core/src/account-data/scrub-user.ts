import { sql } from 'kysely'
import { forgetArchives } from '../archives/forget-archives.ts'
import { forgetOwnProfiles } from '../children/forget-own-profiles.ts'
import { giveUpCircles } from '../circles/give-up-circles.ts'
import { disownComments } from '../comments/disown-comments.ts'
import { forgetContributions } from '../keeps/forget-contributions.ts'
import { removeObjects } from '../media/remove-objects.ts'
import { audit } from '../platform/audit.ts'
import type { Tx } from '../platform/db.ts'
import { endSessions } from '../platform/sessions.ts'
import { forgetTraces } from './forget-traces.ts'

/**
 * Removes a user whose time is over: rows, what waits in the queue, and, once this commits, their objects. One
 * transaction, so that there is never half a person; what lies in the store goes by `objectRemovals`. Answers false
 * when there is nothing to do: called off, or done by another worker.
 */
export async function scrubUser(tx: Tx, userId: string): Promise<boolean> {
  const user = await tx
    .selectFrom('users')
    .select(['id', 'email', 'phoneIndex', 'deletionKeeps'])
    .where('id', '=', userId)
    .where('deletionDueAt', '<=', tx.effects.clock.now())
    .forUpdate()
    .skipLocked()
    .executeTakeFirst()
  if (!user) return false

  await endSessions(tx, userId)
  if (user.deletionKeeps === 'go') {
    await forgetContributions(tx, userId)
    await forgetOwnProfiles(tx, userId)
  }
  await disownComments(tx, userId)
  await giveUpCircles(tx, userId)
  await removeObjects(tx, [`users/${userId}/`])
  await forgetTraces(tx, user)
  await forgetArchives(tx, userId)
  await tx.deleteFrom('users').where('id', '=', userId).execute()
  // Who it was is known to nobody any more; that somebody was, and when they went, is.
  await audit(tx, { userId: null }, { action: 'user.scrubbed', subjectId: userId })
  await sql`update circles set created_by = null where created_by = ${userId}`.execute(tx)
  return true
}
