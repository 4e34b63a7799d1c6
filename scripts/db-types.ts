import { generateTypes } from '@kinkeep/db/generate-types'
import { withMigratedDatabase } from './migrated-database.ts'

/** `pnpm db:types`: writes packages/db/src/types.gen.ts from the migrations; with --verify only compares. */
const verify = process.argv.includes('--verify')
await withMigratedDatabase((url) => generateTypes(url, { verify }))
