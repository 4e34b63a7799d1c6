import { audit } from '../platform/audit.ts'
import type { Deps } from '../platform/deps.ts'
import { notFound } from '../platform/errors.ts'
import { endSessions } from '../platform/sessions.ts'

/** Makes somebody an admin, for whoever has the database: the first one can be made by nobody else. Throws NOT_FOUND. */
export async function makeAdmin(deps: Pick<Deps, 'transaction'>, email: string): Promise<void> {
  await deps.transaction(async (tx) => {
    const user = await tx
      .selectFrom('users')
      .select(['id', 'role'])
      .where('email', '=', email)
      .where('deactivatedAt', 'is', null)
      .forUpdate()
      .executeTakeFirst()
    if (!user) throw notFound()
    if (user.role === 'admin') return
    await tx
      .updateTable('users')
      .set({ role: 'admin', updatedAt: tx.effects.clock.now() })
      .where('id', '=', user.id)
      .execute()
    await endSessions(tx, user.id)
    await audit(tx, { userId: null }, { action: 'user.role_set.admin', subjectId: user.id })
  })
}
