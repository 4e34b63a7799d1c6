import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import type { Stack } from '@kinkeep/testing/launcher'
import { inheritedEnv } from './config.ts'

const launcher = path.resolve(import.meta.dirname, '../../../standalone/src/main.ts')

/** As somebody with the machine does it: `pnpm admin:make <e-mail>`. */
export async function makeAdmin({ databaseUrl }: Pick<Stack, 'databaseUrl'>, email: string): Promise<void> {
  await promisify(execFile)(process.execPath, [launcher, 'admin:make', email], {
    env: { ...inheritedEnv, DATABASE_URL: databaseUrl },
  })
}
