import { sql } from 'kysely'
import type { Database } from '../platform/db.ts'

/** Rows asked for at once: memory stays flat however long somebody has been here. */
const pageSize = 200
const firstId = '00000000-0000-0000-0000-000000000000'

/** Circles a person is in, and that are not deleted: what is outside of them is not theirs to take along. */
export function readMemberships(db: Database, userId: string) {
  return db
    .selectFrom('memberships')
    .innerJoin('circles', 'circles.id', 'memberships.circleId')
    .where('memberships.userId', '=', userId)
    .where('circles.deletionDueAt', 'is', null)
    .select(['circles.id as circleId', 'circles.name', 'memberships.role', 'memberships.joinedAt'])
    .orderBy('circles.id')
    .execute()
}

export async function readAccount(db: Database, userId: string) {
  const user = await db
    .selectFrom('users')
    .select(['id', 'email', 'name', 'language', 'timeZone', 'units', 'role', 'createdAt'])
    .select(['emailVerifiedAt', 'avatarId', 'phoneSealed', 'preferredFactor', 'deletionDueAt'])
    .where('id', '=', userId)
    .executeTakeFirstOrThrow()
  const { phoneSealed, ...profile } = user
  return { profile, phoneSealed }
}

/** Ways in and where they are open. Never a secret, only what each is called. */
export async function readSignIn(db: Database, userId: string) {
  const sessions = await db
    .selectFrom('sessions')
    .select(['id', 'kind', 'name', 'scopes', 'createdAt', 'usedAt', 'expiresAt', 'userAgent', 'address'])
    .where('userId', '=', userId)
    .orderBy('createdAt')
    .execute()
  return {
    sessions: sessions.filter(({ kind }) => kind === 'browser'),
    accessTokens: sessions.filter(({ kind }) => kind === 'access_token'),
    identities: await db
      .selectFrom('identities')
      .select(['provider', 'label', 'createdAt', 'usedAt'])
      .where('userId', '=', userId)
      .execute(),
    passkeys: await db
      .selectFrom('passkeys')
      .select(['name', 'createdAt', 'usedAt'])
      .where('userId', '=', userId)
      .execute(),
    secondFactors: await db
      .selectFrom('secondFactors')
      .select(['kind', 'confirmedAt'])
      .where('userId', '=', userId)
      .execute(),
    trustedDevices: await db
      .selectFrom('trustedDevices')
      .select(['userAgent', 'address', 'createdAt', 'usedAt', 'expiresAt'])
      .where('userId', '=', userId)
      .execute(),
    calendarFeeds: await db
      .selectFrom('calendarFeeds')
      .select(['circleId', 'name', 'createdAt', 'usedAt'])
      .where('userId', '=', userId)
      .execute(),
  }
}

export async function readInvitations(db: Database, userId: string, email: string) {
  const columns = ['id', 'circleId', 'kind', 'email', 'role', 'status', 'createdAt', 'respondedAt'] as const
  return {
    sent: await db.selectFrom('invitations').select(columns).where('invitedBy', '=', userId).execute(),
    received: await db.selectFrom('invitations').select(columns).where('email', '=', email).execute(),
    guestLinks: await db
      .selectFrom('guestLinks')
      .select(['id', 'circleId', 'name', 'createdAt', 'expiresAt', 'revokedAt'])
      .where('createdBy', '=', userId)
      .execute(),
    shareLinks: await db
      .selectFrom('shareLinks')
      .select(['id', 'circleId', 'kind', 'keepId', 'albumId', 'fromDay', 'toDay', 'title'])
      .select(['createdAt', 'expiresAt', 'revokedAt'])
      .where('createdBy', '=', userId)
      .execute(),
    joinedBy: await db
      .selectFrom('invitationUses')
      .select(['invitationId', 'circleId', 'usedAt'])
      .where('userId', '=', userId)
      .execute(),
  }
}

/** Profiles of children that are the person's own now, with what was measured of them. */
export async function readOwnProfiles(db: Database, userId: string, circleIds: readonly string[]) {
  if (circleIds.length === 0) return []
  const profiles = await db
    .selectFrom('children')
    .select(['id', 'circleId', 'name', 'birthdate', 'pronouns', 'sex', 'avatarMediaId'])
    .where('circleId', 'in', circleIds)
    .where('userId', '=', userId)
    .orderBy('circleId')
    .execute()
  return Promise.all(
    profiles.map(async (profile) => ({
      ...profile,
      measurements: await db
        .selectFrom('measurements')
        .select(['measuredOn', 'heightMm', 'weightG', 'headMm'])
        .where('circleId', '=', profile.circleId)
        .where('childId', '=', profile.id)
        .orderBy('measuredOn')
        .execute(),
    })),
  )
}

export function readAudit(db: Database, userId: string) {
  return inPages((after) =>
    db
      .selectFrom('auditEntries')
      .select(['id', 'at', 'action', 'circleId', 'subjectId', 'address'])
      .where('actorId', '=', userId)
      .where('id', '>', after)
      .orderBy('id')
      .limit(pageSize)
      .execute(),
  )
}

export function readKeeps(db: Database, userId: string, circleId: string) {
  return inPages((after) =>
    db
      .selectFrom('keeps')
      .select(['id', 'circleId', 'kind', 'title', 'body', 'milestone', 'happenedAt', 'happenedOffset'])
      .select(['dateSource', 'createdAt', 'editedAt', 'trashedAt'])
      .where('circleId', '=', circleId)
      .where('authorId', '=', userId)
      .where('id', '>', after)
      .orderBy('id')
      .limit(pageSize)
      .execute(),
  )
}

export function readMedia(db: Database, userId: string, circleId: string) {
  return inPages((after) =>
    db
      .selectFrom('media')
      .select(['id', 'circleId', 'keepId', 'position', 'name', 'byteSize', 'mime', 'width', 'height'])
      .select(['happenedAt', 'happenedOffset', 'dateSource', 'createdAt'])
      .where('circleId', '=', circleId)
      .where('uploaderId', '=', userId)
      .where('state', '<>', 'requested')
      .where('id', '>', after)
      .orderBy('id')
      .limit(pageSize)
      .execute(),
  )
}

export function readComments(db: Database, userId: string, circleId: string) {
  return inPages((after) =>
    db
      .selectFrom('comments')
      .select(['id', 'circleId', 'keepId', 'parentId', 'body', 'createdAt', 'editedAt'])
      .where('circleId', '=', circleId)
      .where('userId', '=', userId)
      .where('id', '>', after)
      .orderBy('id')
      .limit(pageSize)
      .execute(),
  )
}

export function readReactions(db: Database, userId: string, circleId: string) {
  return inPages((after) =>
    db
      .selectFrom('reactions')
      .select(['id', 'circleId', 'keepId', 'kind', 'createdAt'])
      .where('circleId', '=', circleId)
      .where('userId', '=', userId)
      .where('id', '>', after)
      .orderBy('id')
      .limit(pageSize)
      .execute(),
  )
}

/** Albums a person made, with which of their own keeps are in them: others' are not theirs to take along. */
export function readAlbums(db: Database, userId: string, circleId: string) {
  return inPages((after) =>
    db
      .selectFrom('albums')
      .select(['id', 'circleId', 'title', 'description', 'createdAt'])
      .select(
        sql<string[]>`array(
          select keeps.id from album_keeps
          join keeps on keeps.circle_id = album_keeps.circle_id and keeps.id = album_keeps.keep_id
          where album_keeps.circle_id = albums.circle_id and album_keeps.album_id = albums.id
            and keeps.author_id = ${userId}
          order by keeps.id
        )`.as('keepIds'),
      )
      .where('circleId', '=', circleId)
      .where('createdBy', '=', userId)
      .where('id', '>', after)
      .orderBy('id')
      .limit(pageSize)
      .execute(),
  )
}

async function* inPages<Row extends { id: string }>(read: (after: string) => Promise<Row[]>) {
  for (let after: string | undefined = firstId; after !== undefined; ) {
    const rows: Row[] = await read(after)
    yield* rows
    after = rows.length < pageSize ? undefined : rows.at(-1)?.id
  }
}
