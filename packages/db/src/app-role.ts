import pg from 'pg'

/** What the application may only add to, or only read; everything else it may change. */
const narrower: Record<string, string> = {
  audit_entries: 'select, insert',
  audit_seals: 'select',
  kysely_migration: 'select',
  kysely_migration_lock: 'select',
}

/**
 * Gives the role of `appUrl` what the application needs in the owner's database and nothing more: rows, but no
 * table, and no way to change or remove an audit entry. Makes the role when there is none. Called after each
 * migration. Throws when the role could help itself to more.
 */
export async function prepareAppRole(ownerUrl: string, appUrl: string): Promise<void> {
  const { role, password } = readRole(appUrl)
  const client = new pg.Client({ connectionString: ownerUrl })
  client.on('error', () => undefined)
  await client.connect()
  try {
    await client.query('begin')
    // Two that migrate at once would meet in the catalogue.
    await client.query("select pg_advisory_xact_lock(hashtextextended('kinkeep.app-role', 0))")
    await ensureRole(client, role, password)
    await assertWeak(client, role)
    await grant(client, client.escapeIdentifier(role))
    await assertNarrow(client, role)
    await client.query('commit')
  } finally {
    await client.end()
  }
}

/** Whether both lead into a database as the same role, which then owns what it writes. */
export function isSameRole(ownerUrl: string, appUrl: string): boolean {
  return readRole(ownerUrl).role === readRole(appUrl).role
}

function readRole(url: string): { role: string; password: string } {
  const { username, password } = new URL(url)
  return { role: decodeURIComponent(username), password: decodeURIComponent(password) }
}

async function ensureRole(client: pg.Client, role: string, password: string): Promise<void> {
  const { rowCount } = await client.query('select from pg_roles where rolname = $1', [role])
  if (rowCount === 1) return
  await client.query(
    `create role ${client.escapeIdentifier(role)} login password ${client.escapeLiteral(password)}`,
  )
}

async function assertWeak(client: pg.Client, role: string): Promise<void> {
  const { rows } = await client.query<{ strong: boolean }>(
    `select r.rolsuper or r.rolcreaterole or pg_has_role(r.rolname, current_user, 'member') as strong
     from pg_roles r where r.rolname = $1`,
    [role],
  )
  if (rows[0]?.strong) {
    throw new Error(
      `The role ${role} of DATABASE_URL may act as the tables' owner. Give the application another.`,
    )
  }
}

/** What it has of everybody's rights, or through a role that it is in, cannot be taken from it alone. */
async function assertNarrow(client: pg.Client, role: string): Promise<void> {
  const { rows } = await client.query<{ right: string }>(
    `select p || ' on ' || t as right
     from unnest($2::text[]) t, unnest(array['insert', 'update', 'delete', 'truncate', 'trigger']) p
     where not (t = 'audit_entries' and p = 'insert') and case
       when p in ('insert', 'update') then has_any_column_privilege($1, 'public.' || t, p)
       else has_table_privilege($1, 'public.' || t, p)
     end`,
    [role, Object.keys(narrower)],
  )
  if (rows.length === 0) return
  const rights = rows.map(({ right }) => right).join(', ')
  throw new Error(`The role ${role} of DATABASE_URL may ${rights}. Take that from it, or from PUBLIC.`)
}

async function grant(client: pg.Client, role: string): Promise<void> {
  const tables = await client.query<{ schema: string; name: string }>(
    `select n.nspname as schema, c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname in ('public', 'pgboss') and c.relkind in ('r', 'p')
       and pg_has_role(c.relowner, 'usage')`,
  )
  const statements = [`grant usage on schema public, pgboss to ${role}`]
  for (const { schema, name } of tables.rows) {
    const rights = (schema === 'public' && narrower[name]) || 'select, insert, update, delete'
    const table = `${client.escapeIdentifier(schema)}.${client.escapeIdentifier(name)}`
    if (schema === 'public' && name in narrower) statements.push(`revoke all on ${table} from ${role}`)
    statements.push(`grant ${rights} on ${table} to ${role}`)
  }
  statements.push(
    `grant usage, select on all sequences in schema public, pgboss to ${role}`,
    `grant execute on all functions in schema pgboss to ${role}`,
  )
  await client.query(statements.join('; '))
}
