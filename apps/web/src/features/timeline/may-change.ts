import type { KeepView } from '@kinkeep/contracts/keeps'
import { can, type MemberRole } from '@kinkeep/contracts/roles'

/** Why somebody may not change a keep; null when they may. The server decides by the same rule. */
export type Hindrance = 'viewerOnly' | 'notYours' | null

/** Authors change their own keeps, owners and admins everybody's. */
export function hindranceOf(
  keep: Pick<KeepView, 'author'>,
  me: { userId: string | undefined; role: MemberRole },
): Hindrance {
  if (!can(me.role, 'keep.update')) return 'viewerOnly'
  const isOwn = keep.author?.id === me.userId
  return isOwn || me.role === 'owner' || me.role === 'admin' ? null : 'notYours'
}
