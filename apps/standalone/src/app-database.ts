import pg from 'pg'

const role = 'kinkeep'
const database = 'kinkeep'

/**
 * Makes the app's database and its owner, a role without any other right, unless they are there. Answers the
 * connection string. `postgresUrl` is the superuser's.
 */
export async function ensureAppDatabase(postgresUrl: string, password: string): Promise<string> {
  const client = new pg.Client({ connectionString: postgresUrl })
  client.on('error', () => undefined)
  await client.connect()
  try {
    const has = async (sql: string, name: string) => (await client.query(sql, [name])).rowCount === 1
    const hasRole = await has('select from pg_roles where rolname = $1', role)
    await client.query(
      `${hasRole ? 'alter' : 'create'} role ${role} login password ${client.escapeLiteral(password)}`,
    )
    if (!(await has('select from pg_database where datname = $1', database))) {
      await client.query(`create database ${database} owner ${role}`)
    }
  } finally {
    await client.end()
  }
  const url = new URL(postgresUrl)
  url.username = role
  url.password = password
  url.pathname = database
  return url.href
}
