import { sql } from 'kysely'
import type { Tx } from '../platform/db.ts'

interface Leaver {
  id: string
  email: string
  phoneIndex: Buffer | null
}

/**
 * What no foreign key reaches: rows that know a person by address, number or outside identity, jobs that name them
 * or what was theirs, events, and rate limits. Called while the user's row is still there.
 */
export async function forgetTraces(tx: Tx, { id, email, phoneIndex }: Leaver): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select id from sign_ups where email = ${email}
    union select id from link_requests where email = ${email} or user_id = ${id}
    union select id from invitations where email = ${email} or invited_by = ${id}
    union select id from avatars where user_id = ${id}
    union select id from user_exports where user_id = ${id}
    union select id from archives where user_id = ${id}
    union select id from child_upgrades where email = ${email} or requested_by = ${id} or user_id = ${id}
    union select id from codes where user_id = ${id} or phone_index = ${phoneIndex}
  `.execute(tx)
  const needles = [id, email, ...rows.map((row) => row.id)]

  await sql`delete from sign_ups where email = ${email}`.execute(tx)
  await sql`delete from link_requests where email = ${email}`.execute(tx)
  await sql`delete from invitations where email = ${email} or invited_by = ${id}`.execute(tx)
  await forgetUpgrades(tx, { id, email })
  await sql`delete from email_changes where new_email = ${email}`.execute(tx)
  await sql`delete from codes where phone_index = ${phoneIndex}`.execute(tx)
  // After a merge an identity with this address is the other account's, which may be signing in by it right now.
  await sql`
    delete from provider_flows where coalesce((
      select user_id = ${id} from identities
      where provider = provider_flows.provider and issuer = provider_flows.issuer
        and subject = provider_flows.subject
    ), email = ${email})
  `.execute(tx)
  await sql`
    update events set payload = '{"type":"circle.changed"}'
    where payload ->> 'userId' = ${id}
  `.execute(tx)
  // Waiting, running, done or dead: pg-boss keeps them all in one table for days.
  await sql`
    delete from pgboss.job where exists (
      select from unnest(${needles}::text[]) needle
      where strpos(data::text, needle) > 0 or strpos(coalesce(output::text, ''), needle) > 0
        or strpos(coalesce(singleton_key, ''), needle) > 0
    )
  `.execute(tx)
  await sql`
    delete from rate_limits where strpos(key, ${id}) > 0 or strpos(key, ${email}) > 0
      or strpos(key, ${phoneIndex?.toString('hex') ?? id}) > 0
  `.execute(tx)
}

/** Offers to this address end. Of those that were made or taken, what was agreed to and when stays, without names. */
async function forgetUpgrades(tx: Tx, { id, email }: Pick<Leaver, 'id' | 'email'>): Promise<void> {
  const now = tx.effects.clock.now()
  await sql`
    with ended as (
      update child_upgrades set status = 'revoked', ended_at = ${now}
      where email = ${email} and status = 'pending'
      returning circle_id, child_id, id
    )
    insert into child_upgrade_entries (circle_id, child_id, upgrade_id, action, at)
    select circle_id, child_id, id, 'token_revoked', ${now} from ended
  `.execute(tx)
  await sql`
    delete from email_tokens using child_upgrades
    where child_upgrade_id = child_upgrades.id and (child_upgrades.email = ${email} or child_upgrades.user_id = ${id})
  `.execute(tx)
  await sql`update child_upgrades set email = null where email = ${email} or user_id = ${id}`.execute(tx)
  await sql`
    update child_upgrades set guardian_name = null, witness_name = null where requested_by = ${id}
  `.execute(tx)
}
