import { migrate } from '@kinkeep/core/migrate'
import { ConfigError } from '@kinkeep/core/platform/config'
import { readMigrationConfig } from './config.ts'

try {
  const { ownerUrl, appUrl } = readMigrationConfig()
  const applied = await migrate(ownerUrl, appUrl)
  process.stdout.write(applied.length > 0 ? `applied ${applied.join(', ')}\n` : 'up to date\n')
  if (ownerUrl === appUrl) {
    process.stdout.write(
      'The application owns its tables and could rewrite the audit: see MIGRATION_DATABASE_URL in docs/operations.md.\n',
    )
  }
} catch (error) {
  process.stderr.write(`${error instanceof ConfigError ? error.message : String(error)}\n`)
  process.exitCode = 1
}
