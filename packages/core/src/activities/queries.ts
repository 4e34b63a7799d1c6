import type { ListActivities } from '@kinkeep/contracts/activities'
import type { ActivityKind } from '@kinkeep/contracts/activity-kinds'
import { can } from '@kinkeep/contracts/roles'
import { sql } from 'kysely'
import type { CircleScope } from '../circles/access.ts'
import type { Deps } from '../platform/deps.ts'
import { decodeCursor, idPattern, instantPattern, toPage } from '../platform/keyset.ts'
import { toActivityView } from './rules.ts'
import { addedKeeps, isKeepShown, livingWords, selectPhotos } from './sql.ts'

/**
 * What happened in a circle, newest first, in one statement. What its reader does not see is not told: keeps in the
 * trash or for admins only, comments that were deleted, reactions that were taken back, and what concerns admins alone.
 */
export async function listActivities(
  deps: Pick<Deps, 'db'>,
  scope: CircleScope<'activity.read'>,
  input: ListActivities,
) {
  const before = decodeCursor(input.cursor, [instantPattern, idPattern])
  const seesAll = can(scope.role, 'keep.restrict')
  const rows = await deps.db
    .selectFrom('activities')
    .leftJoin('users', 'users.id', 'activities.userId')
    .leftJoin('users as others', 'others.id', 'activities.otherUserId')
    .leftJoin('guestLinks', (join) =>
      join
        .onRef('guestLinks.circleId', '=', 'activities.circleId')
        .onRef('guestLinks.id', '=', 'activities.guestLinkId'),
    )
    .leftJoin('children', (join) =>
      join
        .onRef('children.circleId', '=', 'activities.circleId')
        .onRef('children.id', '=', 'activities.childId'),
    )
    .leftJoin('pets', (join) =>
      join.onRef('pets.circleId', '=', 'activities.circleId').onRef('pets.id', '=', 'activities.petId'),
    )
    .leftJoin('albums', (join) =>
      join.onRef('albums.circleId', '=', 'activities.circleId').onRef('albums.id', '=', 'activities.albumId'),
    )
    .leftJoinLateral(addedKeeps(seesAll), (join) => join.onTrue())
    .leftJoinLateral(livingWords, (join) => join.onTrue())
    .leftJoin('keeps', (join) =>
      join
        .onRef('keeps.circleId', '=', 'activities.circleId')
        .on(
          'keeps.id',
          '=',
          sql`coalesce(activities.keep_id, case when added.keeps = 1 then added.keep_id end)`,
        ),
    )
    .where('activities.circleId', '=', scope.circleId)
    .$if(!seesAll, (query) => query.where('activities.visibility', '=', 'circle'))
    .where(
      sql<boolean>`case activities.kind
        when 'keeps.added' then added.keeps > 0
        when 'keep.commented' then words.comments > 0 and ${isKeepShown(seesAll)}
        when 'keep.reacted' then words.reacted and ${isKeepShown(seesAll)}
        else true
      end`,
    )
    .$if(before !== undefined, (query) =>
      query.where(
        sql<boolean>`(activities.updated_at, activities.id) < (${before?.[0] ?? ''}::timestamptz, ${before?.[1] ?? ''}::uuid)`,
      ),
    )
    .select(['activities.id', 'activities.updatedAt', 'activities.itemCount', 'activities.role'])
    .select(sql<ActivityKind>`activities.kind`.as('kind'))
    .select(['activities.userId', 'users.name as userName', 'users.avatarId as userAvatarId'])
    .select(['activities.guestLinkId', 'guestLinks.name as guestName'])
    .select(['others.id as otherId', 'others.name as otherName'])
    .select(['children.id as childId', 'children.name as childName'])
    .select(['pets.id as petId', 'pets.name as petName'])
    .select(['albums.id as albumId', 'albums.title as albumTitle'])
    .select(['keeps.id as keepId', 'keeps.kind as keepKind', 'keeps.title as keepTitle', 'keeps.happenedAt'])
    .select(['added.keeps as keepsAdded', 'added.photos as photosAdded', 'words.comments'])
    .select(selectPhotos(seesAll).as('photos'))
    .orderBy('activities.updatedAt', 'desc')
    .orderBy('activities.id', 'desc')
    .limit(input.limit + 1)
    .execute()
  return toPage(rows, input.limit, (row) => [row.updatedAt.toISOString(), row.id], toActivityView)
}
