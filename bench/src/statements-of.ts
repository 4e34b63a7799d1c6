import type { BenchStack } from './bench-stack.ts'
import { readPage } from './read-page.ts'
import { startStatementCounter } from './statement-counter.ts'

const countedRequests = 50

/** How many SQL statements each of these pages costs, with the session and the membership of who reads. */
export async function statementsOf(
  stack: BenchStack,
  pages: readonly { path: string; cookie: string }[],
): Promise<number[]> {
  const counter = await startStatementCounter(stack.databaseUrl)
  const server = await stack.startServer({ databaseUrl: counter.databaseUrl })
  const statements: number[] = []
  for (const { path, cookie } of pages) {
    await readPage(server, cookie, path)
    const before = counter.count()
    for (let request = 0; request < countedRequests; request += 1) await readPage(server, cookie, path)
    // The limits' ledger, written once a second whatever the number of requests, is rounded away.
    statements.push(Math.round((counter.count() - before) / countedRequests))
  }
  await server.stop()
  counter.stop()
  return statements
}
