import type { RemoveTrustedDevice } from '@kinkeep/contracts/two-factor'
import type { UserScope } from '../accounts/access.ts'
import { audit } from '../platform/audit.ts'
import type { Deps } from '../platform/deps.ts'
import { notFound } from '../platform/errors.ts'

/** Trusts one of the caller's own browsers no more. Throws NotFound. */
export async function removeTrustedDevice(
  deps: Pick<Deps, 'transaction'>,
  scope: UserScope,
  { deviceId }: RemoveTrustedDevice,
): Promise<void> {
  await deps.transaction(async (tx) => {
    const removed = await tx
      .deleteFrom('trustedDevices')
      .where('userId', '=', scope.userId)
      .where('id', '=', deviceId)
      .returning('id')
      .executeTakeFirst()
    if (!removed) throw notFound()
    await audit(tx, scope.actor, { action: 'trusted_device.removed', subjectId: deviceId })
  })
}
