import pg from 'pg'

const owner = 'kinkeep'
const app = 'kinkeep_app'
const database = 'kinkeep'

/** The same database for the two who use it. */
export interface AppDatabase {
  /** Migrates: owns the tables. */
  ownerUrl: string
  /** Server and worker: what it may do is granted by each migration. */
  appUrl: string
}

/**
 * Makes the app's database, its owner and the role that server and worker have, unless they are there; they
 * may do nothing beside. `postgresUrl` is the superuser's. Data folders of before the second role get it here.
 */
export async function ensureAppDatabase(
  postgresUrl: string,
  passwords: { owner: string; app: string },
): Promise<AppDatabase> {
  const client = new pg.Client({ connectionString: postgresUrl })
  client.on('error', () => undefined)
  await client.connect()
  try {
    const has = async (sql: string, name: string) => (await client.query(sql, [name])).rowCount === 1
    const ensureRole = async (role: string, password: string) => {
      const verb = (await has('select from pg_roles where rolname = $1', role)) ? 'alter' : 'create'
      await client.query(`${verb} role ${role} login password ${client.escapeLiteral(password)}`)
    }
    await ensureRole(owner, passwords.owner)
    await ensureRole(app, passwords.app)
    if (!(await has('select from pg_database where datname = $1', database))) {
      await client.query(`create database ${database} owner ${owner}`)
    }
  } finally {
    await client.end()
  }
  return {
    ownerUrl: urlOf(postgresUrl, owner, passwords.owner),
    appUrl: urlOf(postgresUrl, app, passwords.app),
  }
}

/** How server and worker reach the database of a Postgres on this machine. */
export function appUrlOf(port: number, password: string): string {
  return urlOf(`postgres://127.0.0.1:${port}`, app, password)
}

function urlOf(postgresUrl: string, role: string, password: string): string {
  const url = new URL(postgresUrl)
  url.username = role
  url.password = password
  url.pathname = database
  return url.href
}
