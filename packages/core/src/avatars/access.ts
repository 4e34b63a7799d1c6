import { authenticateBy, type Caller, selectSession } from '../accounts/access.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError, notFound } from '../platform/errors.ts'

/** Proof that somebody may see the picture of a person. Only this file makes one. */
class AvatarProof {
  readonly #avatarId: string
  readonly userId: string

  constructor(userId: string, avatarId: string) {
    this.userId = userId
    this.#avatarId = avatarId
  }

  get avatarId(): string {
    return this.#avatarId
  }
}

export type { AvatarProof as AvatarScope }

/**
 * Proves in one statement that this is the picture which shows a person now, and that the caller is that person or
 * is in a circle with them. Else NOT_FOUND, or NOT_SIGNED_IN.
 */
export async function requireAvatar(
  deps: Pick<Deps, 'db'>,
  caller: Caller,
  { userId, avatarId }: { userId: string; avatarId: string },
): Promise<AvatarProof> {
  const found = await authenticateBy(deps, caller, (hash) =>
    selectSession(deps.db, hash)
      .leftJoin('users as person', (join) =>
        join.on('person.id', '=', userId).on('person.avatarId', '=', avatarId),
      )
      .select('person.id as personId')
      .select((row) =>
        row
          .exists(
            row
              .selectFrom('memberships as mine')
              .innerJoin('memberships as theirs', 'theirs.circleId', 'mine.circleId')
              .innerJoin('circles', 'circles.id', 'mine.circleId')
              .select('mine.circleId')
              .whereRef('mine.userId', '=', 'sessions.userId')
              .where('theirs.userId', '=', userId)
              .where('circles.deletionDueAt', 'is', null),
          )
          .as('isNear'),
      )
      .executeTakeFirst(),
  )
  if (!found) throw new DomainError('NOT_SIGNED_IN')
  const { personId, isNear } = found.row
  if (!personId || !(isNear || personId === found.row.userId)) throw notFound()
  return new AvatarProof(userId, avatarId)
}
