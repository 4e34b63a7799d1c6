import pg from 'pg'
import type { Services } from './launcher.ts'

/** Lets an hour pass for a person of a running stack: what needs a fresh proof asks for it again. */
export async function ageProofs(
  { postgresUrl }: Pick<Services, 'postgresUrl'>,
  email: string,
): Promise<void> {
  const url = new URL(postgresUrl)
  url.pathname = 'kinkeep'
  const client = new pg.Client({ connectionString: url.href })
  await client.connect()
  try {
    await client.query(
      `update sessions set proven_at = proven_at - interval '1 hour'
       where user_id = (select id from users where email = $1)`,
      [email],
    )
  } finally {
    await client.end()
  }
}
