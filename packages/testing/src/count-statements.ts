import type { Deps } from '@kinkeep/core/platform/deps'
import type { KyselyPlugin } from 'kysely'

/** Counts the statements that `work` sends through `db`; what it does in transactions is not among them. */
export async function countStatements<Result>(
  deps: Deps,
  work: (counted: Deps) => Promise<Result>,
): Promise<{ result: Result; statements: number }> {
  let statements = 0
  const counter: KyselyPlugin = {
    transformQuery: ({ node }) => node,
    // Once a statement, whereas a query is also transformed for each subquery in it.
    async transformResult({ result }) {
      statements += 1
      return result
    },
  }
  const result = await work({ ...deps, db: deps.db.withPlugin(counter) })
  return { result, statements }
}
