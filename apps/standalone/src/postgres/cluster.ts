import { spawn } from 'node:child_process'
import { chown, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { systemEnv } from '../config.ts'
import { StartError } from '../start-error.ts'
import { type Account, chooseAccount } from './account.ts'
import type { PostgresBinaries } from './binaries.ts'
import { saysFullDisk } from './full-disk.ts'

const major = '18'

/**
 * Makes the cluster in `folder` unless it is there, and answers the account to run it under. A half-made one is
 * never taken for a whole one: initdb works beside it and the result is renamed. Throws StartError on a cluster
 * of another Postgres and when initdb fails.
 */
export async function ensureCluster(
  binaries: PostgresBinaries,
  folder: string,
  options: { password: string; durable: boolean },
): Promise<Account> {
  const found = await readFile(path.join(folder, 'PG_VERSION'), 'utf8').catch(() => undefined)
  if (found === undefined) await createCluster(binaries, folder, options)
  else if (found.trim() !== major) {
    throw new StartError(
      `The data in ${folder} was written by Postgres ${found.trim()}, this is Postgres ${major}. ` +
        `Export it with the Kinkeep that wrote it, or choose another folder with KINKEEP_DATA.`,
    )
  }
  return chooseAccount(folder)
}

async function createCluster(
  binaries: PostgresBinaries,
  folder: string,
  options: { password: string; durable: boolean },
): Promise<void> {
  if (await stat(folder).catch(() => undefined)) {
    throw new StartError(`${folder} exists and is not a Postgres cluster. Move it away, it is not touched.`)
  }
  const making = `${folder}.making`
  await rm(making, { recursive: true, force: true })
  await mkdir(making, { recursive: true, mode: 0o700 })
  const account = await chooseAccount(making)
  const passwordFile = path.join(path.dirname(folder), `.${path.basename(folder)}-password`)
  await writeFile(passwordFile, options.password, { mode: 0o600 })
  const { uid, gid } = account.ids
  if (uid !== undefined && gid !== undefined) await chown(passwordFile, uid, gid)
  try {
    await run(account, binaries.initdb, [
      `--pgdata=${making}`,
      '--username=postgres',
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--no-instructions',
      ...(options.durable ? [] : ['--no-sync']),
    ])
    await rename(making, folder)
  } finally {
    await rm(passwordFile, { force: true })
    await rm(making, { recursive: true, force: true })
  }
}

async function run(account: Account, command: string, args: string[]): Promise<void> {
  const [program = command, ...rest] = [...account.prefix, command, ...args]
  const child = spawn(program, rest, {
    cwd: tmpdir(),
    env: { ...systemEnv, LC_ALL: 'C', TZ: 'UTC' },
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
    ...account.ids,
  })
  const { promise, resolve, reject } = Promise.withResolvers<number | null>()
  child.once('error', reject)
  child.once('close', resolve)
  const [code, output] = await Promise.all([promise, text(child.stderr)])
  if (code === 0) return
  if (saysFullDisk(output)) {
    throw new StartError(
      'Postgres could not make its data folder: the disk is full. Make room and start again.',
    )
  }
  throw new StartError(`Postgres could not make its data folder: ${output.trim()}`)
}
