import { generateTypes } from '@kinkeep/db/generate-types'
import { judgeSchema } from '../laws/schema.ts'
import { withMigratedDatabase } from '../migrated-database.ts'
import type { Check } from './check.ts'

/** What can only be seen in a migrated database. */
export const databaseCheck: Check = {
  name: 'database: types and schema',
  run: () =>
    withMigratedDatabase(async (url) => [...(await findDrift(url)), ...(await judgeSchema(url))].join('\n')),
}

async function findDrift(url: string): Promise<string[]> {
  try {
    await generateTypes(url, { verify: true })
    return []
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error)
    const difference = said.split('\n').filter((line) => /^\s*[-+] /.test(line))
    const shown = difference.length > 0 ? difference : [said]
    return ['packages/db/src/types.gen.ts is not what the migrations make; run pnpm db:types', ...shown]
  }
}
