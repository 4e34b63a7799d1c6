import type { Tx } from '../platform/db.ts'

/**
 * Changes that count what one person has (their circles, factors, passkeys, tokens) wait for each other under it, so
 * that parallel ones cannot pass together. Taken before any circle that is there.
 */
export async function lockAccount(tx: Tx, userId: string): Promise<void> {
  await tx.selectFrom('users').select('id').where('id', '=', userId).forNoKeyUpdate().execute()
}
