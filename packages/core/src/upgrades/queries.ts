import type {
  PreviewUpgrade,
  UpgradeAudit,
  UpgradeAuditView,
  UpgradePreview,
} from '@kinkeep/contracts/upgrades'
import { authenticate, type Caller } from '../accounts/access.ts'
import { assertChild } from '../children/assert-child.ts'
import type { CircleScope } from '../circles/access.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError } from '../platform/errors.ts'
import { decodeCursor, idPattern, toPage } from '../platform/keyset.ts'
import { maskEmail } from '../platform/mask-email.ts'
import { assertOpen, toUpgradeView } from './rules.ts'
import { selectUpgradeByToken, selectUpgrades } from './sql.ts'

/** What became of a child's way to an account of their own: the newest request, and a page of the trail. Throws NotFound. */
export async function readUpgradeAudit(
  deps: Pick<Deps, 'db' | 'clock'>,
  scope: CircleScope<'upgrade.read'>,
  input: UpgradeAudit,
): Promise<UpgradeAuditView> {
  const { circleId } = scope
  const before = decodeCursor(input.cursor, [idPattern])
  const [current, rows] = await Promise.all([
    selectUpgrades(deps.db, circleId)
      .where('childUpgrades.childId', '=', input.childId)
      .orderBy('childUpgrades.createdAt', 'desc')
      .orderBy('childUpgrades.id', 'desc')
      .limit(1)
      .executeTakeFirst(),
    deps.db
      .selectFrom('childUpgradeEntries')
      .leftJoin('users', 'users.id', 'childUpgradeEntries.userId')
      .select(['childUpgradeEntries.id', 'upgradeId', 'action', 'users.name as by', 'at'])
      .where('circleId', '=', circleId)
      .where('childId', '=', input.childId)
      .$if(before !== undefined, (query) => query.where('childUpgradeEntries.id', '<', before?.[0] ?? ''))
      .orderBy('childUpgradeEntries.id', 'desc')
      .limit(input.limit + 1)
      .execute(),
  ])
  if (!current) await assertChild(deps, scope, input.childId)
  const page = toPage(
    rows,
    input.limit,
    (row) => [row.id],
    (row) => ({ ...row, at: row.at.toISOString() }),
  )
  return { current: current ? toUpgradeView(current, deps.clock) : null, ...page }
}

/**
 * What a link tells whoever holds it, and what they can do next. Uses nothing up, so that a program which opens the
 * links of mails does no harm. Throws LINK_INVALID, UPGRADE_REVOKED, UPGRADE_DONE, UPGRADE_EXPIRED.
 */
export async function previewUpgrade(
  deps: Pick<Deps, 'db' | 'clock'>,
  caller: Caller,
  { token }: PreviewUpgrade,
): Promise<UpgradePreview> {
  const [found, signedIn] = await Promise.all([
    selectUpgradeByToken(deps.db, token).executeTakeFirst(),
    // What a program may know is asked for by its scopes, and not answered on the side.
    caller.isProgram ? null : authenticate(deps, caller),
  ])
  if (!found) throw new DomainError('LINK_INVALID')
  assertOpen(found, deps.clock.now())
  const email = found.email ?? ''
  const me = signedIn?.scope.user.email
  const asNobody = found.ownerId ? 'signIn' : 'signUp'
  return {
    circleName: found.circleName,
    childName: found.childName,
    requestedBy: found.requesterName ?? '',
    maskedEmail: maskEmail(email),
    expiresAt: found.expiresAt.toISOString(),
    next: me === undefined ? asNobody : me === email ? 'confirm' : 'switch',
  }
}
