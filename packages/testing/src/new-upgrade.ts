import { consentVersion } from '@kinkeep/contracts/consent'
import type { Consent, UpgradeView } from '@kinkeep/contracts/upgrades'
import { requireFreshCircle } from '@kinkeep/core/circles/access'
import type { Deps } from '@kinkeep/core/platform/deps'
import { requestUpgrade } from '@kinkeep/core/upgrades/request-upgrade'
import { newChild } from './new-child.ts'
import { newEmail, type TestUser } from './new-user.ts'

/** A consent that a guardian signed by typing their name. */
export const signedConsent: Consent = {
  kind: 'signature',
  guardianName: 'Anna Petrova',
  signature: 'Anna Petrova',
  version: consentVersion,
  language: 'en',
}

/** A child of a circle, new unless given, that an admin offers an account of their own, as the API does. */
export async function newUpgrade(
  deps: Deps,
  circle: { id: string },
  admin: TestUser,
  chosen: { childId?: string; email?: string; consent?: Consent } = {},
): Promise<UpgradeView> {
  const { email = newEmail(), consent = signedConsent } = chosen
  const childId = chosen.childId ?? (await newChild(deps, circle, admin)).id
  const { scope } = await requireFreshCircle(deps, admin.caller, circle.id, 'upgrade.request')
  return requestUpgrade(deps, scope, { circleId: circle.id, childId, email, consent })
}
