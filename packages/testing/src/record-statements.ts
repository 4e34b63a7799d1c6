import pg from 'pg'

/** The statements that this process sends to Postgres during `work`, in order, transactions and all. */
export async function recordStatements<Result>(
  work: () => Promise<Result>,
): Promise<{ result: Result; statements: string[] }> {
  const statements: string[] = []
  const { query } = pg.Client.prototype
  pg.Client.prototype.query = function record(this: pg.Client, ...args: unknown[]) {
    const [statement] = args
    statements.push(typeof statement === 'string' ? statement : String((statement as { text?: string }).text))
    return Reflect.apply(query, this, args) as unknown
  } as typeof query
  try {
    return { result: await work(), statements }
  } finally {
    pg.Client.prototype.query = query
  }
}
