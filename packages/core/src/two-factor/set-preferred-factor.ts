import type { SetPreferredFactor } from '@kinkeep/contracts/two-factor'
import type { UserScope } from '../accounts/access.ts'
import { audit } from '../platform/audit.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError } from '../platform/errors.ts'

/** Chooses which second factor is asked for first. Throws SECOND_FACTOR_MISSING for one that is not set up. */
export async function setPreferredFactor(
  deps: Pick<Deps, 'transaction'>,
  scope: UserScope,
  { kind }: SetPreferredFactor,
): Promise<void> {
  await deps.transaction(async (tx) => {
    const changed = await tx
      .updateTable('users')
      .set({ preferredFactor: kind })
      .where('id', '=', scope.userId)
      .where(({ exists, selectFrom }) =>
        exists(
          selectFrom('secondFactors')
            .select('secondFactors.id')
            .whereRef('secondFactors.userId', '=', 'users.id')
            .where('secondFactors.kind', '=', kind)
            .where('secondFactors.confirmedAt', 'is not', null),
        ),
      )
      .returning('id')
      .executeTakeFirst()
    if (!changed) throw new DomainError('SECOND_FACTOR_MISSING')
    await audit(tx, scope.actor, { action: `second_factor.preferred.${kind}`, subjectId: scope.userId })
  })
}
