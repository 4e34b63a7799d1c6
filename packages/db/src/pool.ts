import { createHash } from 'node:crypto'
import pg from 'pg'

const { TIMESTAMP, DATE, INT8 } = pg.types.builtins

/** How many distinct statements a connection keeps prepared; dynamic SQL beyond that is sent plain. */
const preparedMax = 500

export interface PoolOptions {
  connectionString: string
  max: number
  applicationName: string
  /** false behind a pooler that shares connections between transactions and cannot carry statements over. */
  prepare: boolean
  onError(error: Error): void
}

/**
 * A pg Pool whose wall-clock columns stay text, whose bigint columns are numbers (all of ours are far below
 * 2^53) and whose parameterised statements are prepared once a connection.
 */
export function createPool(options: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: options.connectionString,
    max: options.max,
    application_name: options.applicationName,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    types: { getTypeParser },
    ...(options.prepare ? { Client: createPreparingClient() } : {}),
  })
  pool.on('error', options.onError)
  return pool
}

function getTypeParser(oid: number, format?: 'text' | 'binary'): (text: string) => unknown {
  if (oid === TIMESTAMP) return (text: string) => text.replace(' ', 'T')
  if (oid === DATE) return (text: string) => text
  if (oid === INT8) return Number
  const parse: (text: string) => unknown = pg.types.getTypeParser(oid, format)
  return parse
}

function createPreparingClient() {
  const names = new Map<string, string>()

  function nameOf(text: string): string | undefined {
    const known = names.get(text)
    if (known || names.size >= preparedMax) return known
    const name = createHash('sha256').update(text).digest('base64url').slice(0, 32)
    names.set(text, name)
    return name
  }

  return class PreparingClient extends pg.Client {
    // pg's query has a dozen overloads; Kysely uses (text, values), everything else passes through as it is.
    override query(...args: unknown[]): never {
      const [text, values] = args
      const name =
        typeof text === 'string' && Array.isArray(values) && values.length > 0 ? nameOf(text) : undefined
      const query = super.query as (...args: unknown[]) => never
      return name ? query.call(this, { name, text, values }, ...args.slice(2)) : query.apply(this, args)
    }
  }
}
