import { limits } from '@kinkeep/contracts/limits'
import type { ShareKind } from '@kinkeep/contracts/share-kinds'
import type { SharedMedia } from '@kinkeep/contracts/share-links'
import { type RawBuilder, sql } from 'kysely'
import type { Database, Tx } from '../platform/db.ts'
import { hashToken } from '../platform/token-hash.ts'
import type { SaidComment } from './rules.ts'

/**
 * Whether a link is one at all: not revoked, of a circle that is there, made by somebody who could still make it, and
 * with its keep, if it has but one, in sight. Asked on every look, so that nothing has to be remembered when one of
 * these ends. It may have expired.
 */
export const isStanding = sql<boolean>`(
  share_links.revoked_at is null
  and exists (
    select from circles where circles.id = share_links.circle_id and circles.deletion_due_at is null
  )
  and exists (
    select from memberships join users on users.id = memberships.user_id
    where memberships.circle_id = share_links.circle_id and memberships.user_id = share_links.created_by
      and users.deactivated_at is null
      and (memberships.role in ('owner', 'admin') or (memberships.role = 'member' and ${isOfOwnKeep()}))
  )
  and (share_links.kind <> 'keep' or exists (
    select from keeps where keeps.circle_id = share_links.circle_id and keeps.id = share_links.keep_id
      and keeps.visibility = 'circle' and keeps.trashed_at is null
  ))
)`

/** What members may share: one keep, that they wrote. */
export function isOfOwnKeep(): RawBuilder<boolean> {
  return sql<boolean>`(share_links.kind = 'keep' and exists (
    select from keeps own where own.circle_id = share_links.circle_id and own.id = share_links.keep_id
      and own.author_id = share_links.created_by
  ))`
}

/** Links of a circle as those see them who made them. */
export function selectShareLinks(db: Database | Tx, circleId: string) {
  return db
    .selectFrom('shareLinks')
    .leftJoin('users', 'users.id', 'shareLinks.createdBy')
    .where('shareLinks.circleId', '=', circleId)
    .select(['shareLinks.id', 'shareLinks.kind', 'shareLinks.keepId', 'shareLinks.albumId'])
    .select(['shareLinks.fromDay as from', 'shareLinks.toDay as to', 'shareLinks.mayDownload'])
    .select(['shareLinks.hasPreview', 'shareLinks.showsCaptions', 'shareLinks.showsNames'])
    .select(['shareLinks.showsComments', 'shareLinks.createdBy', 'users.name as creatorName'])
    .select(['shareLinks.createdAt', 'shareLinks.expiresAt', 'shareLinks.revokedAt', 'shareLinks.seenAt'])
    .select(['shareLinks.visitCount', sql<boolean>`share_links.password_hash is not null`.as('hasPassword')])
    .select(headingOf(true).as('title'))
    .select(
      sql<Date | null>`case when share_links.locked_until > clock_timestamp() then share_links.locked_until end`.as(
        'lockedUntil',
      ),
    )
}

/**
 * What the page of a link is headed with. What it shows is called by name only where it shows what keeps are called, and
 * while the whole circle sees it: whoever made a link may be less by now than they were.
 */
export function headingOf(always = false): RawBuilder<string | null> {
  const called = sql`case share_links.kind
    when 'keep' then (
      select keeps.title from keeps
      where keeps.circle_id = share_links.circle_id and keeps.id = share_links.keep_id
        and keeps.visibility = 'circle' and keeps.trashed_at is null
    )
    when 'album' then (
      select albums.title from albums
      where albums.circle_id = share_links.circle_id and albums.id = share_links.album_id
    )
  end`
  return sql<string | null>`coalesce(
    share_links.title, case when ${always ? sql`true` : sql`share_links.shows_captions`} then ${called} end
  )`
}

/** The link that a token opens. It may have expired. */
export function selectLinkByToken(db: Database | Tx, token: string) {
  return db
    .selectFrom('shareLinks')
    .where('shareLinks.tokenHash', '=', hashToken(token))
    .where(isStanding)
    .select(['shareLinks.circleId', 'shareLinks.id', 'shareLinks.passwordHash', 'shareLinks.expiresAt'])
    .select('shareLinks.seenAt')
}

/** What a link shows, as far as it says which keeps those are. */
export interface SharedSubject {
  circleId: string
  kind: ShareKind
  keepId: string | null
  albumId: string | null
  /** Days. */
  from: string | null
  to: string | null
  showsCaptions: boolean
}

/** Keeps that a link shows: never what only admins see, nothing in the trash, nothing that left the album. */
function isShared({ circleId, kind, keepId, albumId, from, to }: SharedSubject) {
  const which = {
    keep: sql`keeps.id = ${keepId}`,
    album: sql`exists (
      select from album_keeps where album_keeps.circle_id = ${circleId}
        and album_keeps.album_id = ${albumId} and album_keeps.keep_id = keeps.id
    )`,
    range: sql`keeps.happened_at >= ${from}::date and keeps.happened_at < ${to}::date + 1`,
  } satisfies Record<ShareKind, RawBuilder<unknown>>
  return sql<boolean>`(
    keeps.circle_id = ${circleId} and keeps.visibility = 'circle' and keeps.trashed_at is null and ${which[kind]}
  )`
}

/** Pictures that can be looked at; what moves in a Live Photo stays at home. */
const isLookable = sql<boolean>`(
  media.circle_id = keeps.circle_id and media.keep_id = keeps.id and media.state = 'ready'
  and media.live_of_id is null
)`

/** Keeps of a link with all that any link might show of them: `toSharedKeep` leaves out the rest. */
export function selectSharedKeeps(db: Database | Tx, subject: SharedSubject) {
  const hasWords = subject.showsCaptions
    ? sql`coalesce(keeps.title, keeps.body, keeps.milestone) is not null`
    : sql`false`
  return db
    .selectFrom('keeps')
    .leftJoin('users', 'users.id', 'keeps.authorId')
    .where(isShared(subject))
    .where(sql<boolean>`(${hasWords} or exists (select from media where ${isLookable}))`)
    .select(['keeps.id', 'keeps.kind', 'keeps.title', 'keeps.body', 'keeps.milestone', 'keeps.happenedAt'])
    .select(['keeps.datePrecision', sql<string | null>`coalesce(users.name, keeps.told_by)`.as('authorName')])
    .select(
      sql<SharedMedia[]>`coalesce((
        select json_agg(
          json_build_object(
            'id', media.id, 'kind', media.kind, 'width', media.width, 'height', media.height,
            'thumbHash', media.thumb_hash, 'durationMs', media.duration_ms, 'version', media.version
          )
          order by media.position, media.id
        )
        from media where ${isLookable}
      ), '[]')`.as('media'),
    )
}

/** The first comments of the keep in the row, for links that show them. */
export function commentsOf(showsComments: boolean): RawBuilder<SaidComment[]> {
  if (!showsComments) return sql<SaidComment[]>`'[]'::json`
  return sql<SaidComment[]>`coalesce((
    select json_agg(json_build_object('id', said.id, 'name', said.name, 'body', said.body, 'called', said.called) order by created_at, said.id)
    from (
      select comments.id, comments.body, comments.created_at, coalesce(speaker.name, guest_links.name) as name,
        array(
          select mention.said from comment_mentions mention
          where mention.circle_id = comments.circle_id and mention.comment_id = comments.id
        ) as called
      from comments
      left join users speaker on speaker.id = comments.user_id
      left join guest_links on guest_links.circle_id = comments.circle_id
        and guest_links.id = comments.guest_link_id
      where comments.circle_id = keeps.circle_id and comments.keep_id = keeps.id and comments.body is not null
      order by comments.created_at, comments.id
      limit ${limits.sharedComments}
    ) said
  ), '[]')`
}

/** Pictures of a link: add which. */
export function selectSharedMedia(db: Database | Tx, subject: SharedSubject) {
  return db
    .selectFrom('media')
    .innerJoin('keeps', (join) => join.on(isLookable))
    .where('media.circleId', '=', subject.circleId)
    .where(isShared(subject))
    .select(['media.id', 'media.kind', 'media.mime', 'media.version', 'media.position'])
    .select(['media.renditionBytes', 'keeps.happenedAt'])
}

/** Ends links, and the visits of whoever is in by them. Answers the ids of those that had not been revoked. */
export async function endShareLinks(tx: Tx, circleId: string, which: RawBuilder<boolean>): Promise<string[]> {
  const ended = await tx
    .updateTable('shareLinks')
    .set({ revokedAt: tx.effects.clock.now() })
    .where('circleId', '=', circleId)
    .where('revokedAt', 'is', null)
    .where(which)
    .returning('id')
    .execute()
  const ids = ended.map(({ id }) => id)
  if (ids.length > 0) {
    await tx
      .deleteFrom('shareSessions')
      .where('circleId', '=', circleId)
      .where('shareLinkId', 'in', ids)
      .execute()
  }
  return ids
}
