import { migrate } from '@kinkeep/core/migrate'
import { ConfigError } from '@kinkeep/core/platform/config'
import { readMigrationConfig } from './config.ts'

try {
  const applied = await migrate(readMigrationConfig().DATABASE_URL)
  process.stdout.write(applied.length > 0 ? `applied ${applied.join(', ')}\n` : 'up to date\n')
} catch (error) {
  process.stderr.write(`${error instanceof ConfigError ? error.message : String(error)}\n`)
  process.exitCode = 1
}
