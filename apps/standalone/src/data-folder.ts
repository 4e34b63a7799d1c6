import { randomBytes } from 'node:crypto'
import { mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { explainFileError } from './explain-file-error.ts'
import { tryLock } from './file-lock.ts'
import type { Part } from './lifetime.ts'
import { StartError } from './start-error.ts'

const secretsSchema = z.object({
  postgresPassword: z.string().min(1),
  databasePassword: z.string().min(1),
  storeAccessKeyId: z.string().min(1),
  storeSecretAccessKey: z.string().min(1),
  // Younger than the first families' folders, which get theirs at their next start.
  secretKeys: z.string().min(1).optional(),
  indexKey: z.string().min(1).optional(),
  appPassword: z.string().min(1).optional(),
})

/** Made once and kept with the data, which can be read with them only. */
export interface Secrets extends z.infer<typeof secretsSchema> {
  secretKeys: string
  indexKey: string
  appPassword: string
}

export interface DataFolder extends Part {
  path: string
  secrets: Secrets
  /** Leaves a note for the next one who tries to start on this data. */
  announce(address: string): Promise<void>
}

/**
 * Takes the folder with everything that must survive, for as long as this process lives. Throws StartError when
 * another Kinkeep has it, and when it cannot be written.
 */
export async function openDataFolder(folder: string): Promise<DataFolder> {
  const note = path.join(folder, 'running.txt')
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const held = tryLock(path.join(folder, 'lock.sqlite'))
    if (!held) throw new StartError(await describeOther(folder, note))
    const secrets = await readSecrets(path.join(folder, 'secrets.json'))
    return {
      path: folder,
      secrets,
      announce: (address) => writeFile(note, `process ${process.pid}, ${address}\n`),
      async stop() {
        await rm(note, { force: true })
        held.release()
      },
    }
  } catch (error) {
    throw explainFileError(error, folder)
  }
}

/** The secrets of a folder that another process may have. Throws StartError when Kinkeep never ran on it. */
export async function peekSecrets(folder: string): Promise<Secrets> {
  const file = path.join(folder, 'secrets.json')
  const text = await readFile(file, 'utf8').catch(() => undefined)
  if (text === undefined) throw new StartError(`There is no Kinkeep in ${folder}. Start it there first.`)
  const { secretKeys, indexKey, appPassword, ...found } = parseSecrets(file, text)
  if (secretKeys === undefined || indexKey === undefined || appPassword === undefined) {
    throw new StartError(
      `The Kinkeep in ${folder} is of an older release. Start it once, then run this again.`,
    )
  }
  return { ...found, secretKeys, indexKey, appPassword }
}

/** Secrets nobody has had before. */
export function createSecrets(): Secrets {
  return {
    postgresPassword: randomBytes(24).toString('base64url'),
    databasePassword: randomBytes(24).toString('base64url'),
    storeAccessKeyId: `kinkeep${randomBytes(6).toString('hex')}`,
    storeSecretAccessKey: randomBytes(24).toString('base64url'),
    secretKeys: `first:${randomBytes(32).toString('base64url')}`,
    indexKey: randomBytes(32).toString('base64url'),
    appPassword: randomBytes(24).toString('base64url'),
  }
}

async function readSecrets(file: string): Promise<Secrets> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (text === undefined) return writeSecrets(file, createSecrets())
  const found = parseSecrets(file, text)
  const { secretKeys, indexKey, appPassword } = found
  if (secretKeys !== undefined && indexKey !== undefined && appPassword !== undefined) {
    return { ...found, secretKeys, indexKey, appPassword }
  }
  const fresh = createSecrets()
  return writeSecrets(file, {
    ...found,
    secretKeys: secretKeys ?? fresh.secretKeys,
    indexKey: indexKey ?? fresh.indexKey,
    appPassword: appPassword ?? fresh.appPassword,
  })
}

function parseSecrets(file: string, text: string): z.infer<typeof secretsSchema> {
  try {
    return secretsSchema.parse(JSON.parse(text))
  } catch {
    throw new StartError(
      `${file} is damaged. Restore it from a copy: the database cannot be opened without it.`,
    )
  }
}

/** On the disk before anything is locked with them. */
async function writeSecrets(file: string, secrets: Secrets): Promise<Secrets> {
  const temporary = `${file}.new`
  const handle = await open(temporary, 'w', 0o600)
  try {
    await handle.writeFile(`${JSON.stringify(secrets, undefined, 2)}\n`)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(temporary, file)
  return secrets
}

async function describeOther(folder: string, note: string): Promise<string> {
  const other = await readFile(note, 'utf8').catch(() => 'it is just starting')
  return `Kinkeep is already running on ${folder} (${other.trim()}).`
}
