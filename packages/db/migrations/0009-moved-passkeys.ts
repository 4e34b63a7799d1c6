import { type Kysely, sql } from 'kysely'

/**
 * An authenticator goes on naming the account that it made a passkey for. After that account became part of another
 * this says which it was; without it the passkey would open nothing any more. No foreign key: the row is gone.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table passkeys add column made_for uuid`.execute(db)
}
