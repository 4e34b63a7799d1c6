import { sql } from 'kysely'
import type { Tx } from '../platform/db.ts'
import type { AccountPair } from './move-memberships.ts'

/** Moves what a user made and what they sign in with. What else points to the user ends with the row. */
export async function moveBelongings(tx: Tx, { from, to }: AccountPair): Promise<void> {
  await tx.updateTable('circles').set({ createdBy: to }).where('createdBy', '=', from).execute()
  await tx.updateTable('invitations').set({ invitedBy: to }).where('invitedBy', '=', from).execute()
  // Where both used one link, the merged account's use stays counted, and is nobody's.
  await sql`
    update invitation_uses set user_id = ${to} where user_id = ${from} and not exists (
      select from invitation_uses other
      where other.circle_id = invitation_uses.circle_id and other.invitation_id = invitation_uses.invitation_id
        and other.user_id = ${to}
    )
  `.execute(tx)
  // A key of an unfinished second try means nothing any more: the sessions that could try again end.
  await tx
    .updateTable('keeps')
    .set({ authorId: to, idempotencyKey: null })
    .where('authorId', '=', from)
    .execute()
  await moveFamily(tx, from, to)
  await moveWords(tx, from, to)
  await moveCollections(tx, from, to)
  await tx.updateTable('media').set({ uploaderId: to }).where('uploaderId', '=', from).execute()
  // One that is being made was asked for by somebody who is nobody now, and ends.
  await tx
    .updateTable('archives')
    .set({ userId: to })
    .where('userId', '=', from)
    .where('state', '<>', 'waiting')
    .execute()
  await tx.updateTable('identities').set({ userId: to }).where('userId', '=', from).execute()
  await tx
    .updateTable('passkeys')
    // Its authenticator says whom it was made for, whoever has it now.
    .set({ userId: to, madeFor: sql`coalesce(made_for, user_id)` })
    .where('userId', '=', from)
    .execute()
}

/** Profiles that a user made, or that are their own, and the ways in that they gave. */
async function moveFamily(tx: Tx, from: string, to: string): Promise<void> {
  await tx
    .updateTable('children')
    .set({ createdBy: to, idempotencyKey: null })
    .where('createdBy', '=', from)
    .execute()
  // Nobody is two children of one circle: there the merged account's profile is nobody's.
  await sql`
    update children set user_id = ${to} where user_id = ${from} and not exists (
      select from children other where other.circle_id = children.circle_id and other.user_id = ${to}
    )
  `.execute(tx)
  await tx
    .updateTable('dateChanges')
    .set({ changedBy: to, idempotencyKey: null })
    .where('changedBy', '=', from)
    .execute()
  await tx.updateTable('measurements').set({ createdBy: to }).where('createdBy', '=', from).execute()
  await tx
    .updateTable('pets')
    .set({ createdBy: to, idempotencyKey: null })
    .where('createdBy', '=', from)
    .execute()
  await tx.updateTable('guestLinks').set({ createdBy: to }).where('createdBy', '=', from).execute()
  await tx.updateTable('shareLinks').set({ createdBy: to }).where('createdBy', '=', from).execute()
  await tx.updateTable('childUpgrades').set({ requestedBy: to }).where('requestedBy', '=', from).execute()
  await tx.updateTable('childUpgrades').set({ userId: to }).where('userId', '=', from).execute()
  await tx.updateTable('childUpgradeEntries').set({ userId: to }).where('userId', '=', from).execute()
}

/** What a user said, and what is told of them. */
async function moveWords(tx: Tx, from: string, to: string): Promise<void> {
  // One reaction a person and keep: where both reacted, the kept account's stays.
  await sql`
    update reactions set user_id = ${to} where user_id = ${from} and not exists (
      select from reactions other
      where other.circle_id = reactions.circle_id and other.keep_id = reactions.keep_id and other.user_id = ${to}
    )
  `.execute(tx)
  await sql`
    update favourites set user_id = ${to} where user_id = ${from} and not exists (
      select from favourites other
      where other.circle_id = favourites.circle_id and other.keep_id = favourites.keep_id and other.user_id = ${to}
    )
  `.execute(tx)
  await tx
    .updateTable('comments')
    .set({ userId: to, idempotencyKey: null })
    .where('userId', '=', from)
    .execute()
  // Where both were called by name, the kept account is.
  await sql`
    update comment_mentions set user_id = ${to} where user_id = ${from} and not exists (
      select from comment_mentions other
      where other.circle_id = comment_mentions.circle_id and other.comment_id = comment_mentions.comment_id
        and other.user_id = ${to}
    )
  `.execute(tx)
  await tx.updateTable('activities').set({ userId: to }).where('userId', '=', from).execute()
  await tx.updateTable('activities').set({ otherUserId: to }).where('otherUserId', '=', from).execute()
}

/** What a user gathered: albums, and favourites, of which both may have had the same. */
async function moveCollections(tx: Tx, from: string, to: string): Promise<void> {
  await tx
    .updateTable('albums')
    .set({ createdBy: to, idempotencyKey: null })
    .where('createdBy', '=', from)
    .execute()
  await tx.updateTable('albumKeeps').set({ addedBy: to }).where('addedBy', '=', from).execute()
  await sql`
    update favourites set user_id = ${to} where user_id = ${from} and not exists (
      select from favourites other
      where other.circle_id = favourites.circle_id and other.keep_id = favourites.keep_id and other.user_id = ${to}
    )
  `.execute(tx)
}
