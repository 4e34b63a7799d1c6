import { generateTypes } from '@kinkeep/db/generate-types'
import { judgeSchema } from '../laws/schema.ts'
import { withMigratedDatabase } from '../migrated-database.ts'
import type { Check } from './check.ts'

/** What can only be seen in a migrated database. */
export const databaseChecks: readonly Check[] = [
  {
    name: 'database: types and schema',
    run: () =>
      withMigratedDatabase(async (url) => {
        const drift = await generateTypes(url, { verify: true }).then(
          () => [],
          (error: unknown) => [
            `types.gen.ts is not what the migrations make; run pnpm db:types. ${String(error)}`,
          ],
        )
        return [...drift, ...(await judgeSchema(url))].join('\n')
      }),
  },
]
