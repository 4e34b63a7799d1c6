import { platformRoles } from './roles.ts'
import { secondFactors } from './second-factors.ts'

/** Why an operator closes an account to its owner. Zod-free, and closed: the audit keeps no sentences. */
export const deactivationReasons = ['asked', 'compromised', 'abuse', 'other'] as const
export type DeactivationReason = (typeof deactivationReasons)[number]

/** Every sensitive act that is written down. A new one is a line here and its words in the interface. */
export const auditActions = [
  'user.created',
  'user.updated',
  'user.scrubbed',
  'user.reactivated',
  ...each('user.deactivated', deactivationReasons),
  ...each('user.role_set', platformRoles),
  'user.avatarRemoved',
  'user.exportRequested',
  'user.exportDownloaded',
  'user.deletionRequested',
  'user.deletionCancelled',
  'account.merge-begun',
  'account.merged',
  'account.absorbed',
  'session.opened',
  'session.proven',
  'session.revoked',
  'session.closed',
  'token.created',
  'token.revoked',
  'password.changed',
  'password.reset',
  'email.changeRequested',
  'email.changed',
  ...each('second_factor.added', secondFactors),
  ...each('second_factor.removed', secondFactors),
  ...each('second_factor.preferred', secondFactors),
  'second_factor.disabled',
  'second_factor.locked',
  'recovery_code.used',
  'recovery_code.replaced',
  'recovery_code.sheet_made',
  'trusted_device.added',
  'trusted_device.removed',
  'passkey.added',
  'passkey.renamed',
  'passkey.removed',
  'passkey.counter_went_back',
  'phone.linked',
  'phone.unlinked',
  'identity.linked',
  'identity.unlinked',
  'circle.created',
  'circle.updated',
  'circle.handedOver',
  'circle.inherited',
  'circle.deleted',
  'circle.restored',
  'circle.purged',
  'member.roleSet',
  'member.removed',
  'member.left',
  'invitation.sent',
  'invitation.cancelled',
  'invitation.accepted',
  'invitation.declined',
  'keep.created',
  'keep.updated',
  'keep.trashed',
  'keep.restored',
  'operator.users_listed',
  'operator.user_read',
  'operator.audit_read',
  'secrets.rotated',
] as const
export type AuditAction = (typeof auditActions)[number]

/** One action for each kind of what was acted on. */
function each<const Act extends string, const Kind extends string>(act: Act, kinds: readonly Kind[]) {
  return kinds.map((kind): `${Act}.${Kind}` => `${act}.${kind}`)
}
