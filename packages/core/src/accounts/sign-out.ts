import { audit } from '../platform/audit.ts'
import type { Deps } from '../platform/deps.ts'
import { endSessions } from '../platform/sessions.ts'
import { hashToken } from '../platform/token-hash.ts'
import type { Caller } from './access.ts'

/** Ends the caller's session, if there is one, with the streams that are open under it. A program's token stays. */
export async function signOut(deps: Pick<Deps, 'transaction'>, caller: Caller): Promise<void> {
  const { sessionToken, isProgram } = caller
  if (!sessionToken || isProgram) return
  await deps.transaction(async (tx) => {
    const session = await tx
      .selectFrom('sessions')
      .select(['id', 'userId'])
      .where('tokenHash', '=', hashToken(sessionToken))
      .where('kind', '=', 'browser')
      .executeTakeFirst()
    if (!session) return
    await endSessions(tx, session.userId, { only: session.id })
    await audit(
      tx,
      { ...caller, userId: session.userId },
      { action: 'session.closed', subjectId: session.id },
    )
  })
}
