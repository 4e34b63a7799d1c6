import { spawnSync } from 'node:child_process'
import { chmod, chown, stat } from 'node:fs/promises'
import path from 'node:path'

/** Postgres refuses to run as root. This is how a command is started so that it does not. */
export interface Account {
  /** Words to put before the command. */
  prefix: string[]
  /** Ids to run under, when the command has to change them. */
  ids: { uid?: number; gid?: number }
}

const nobody = 65534
const unshare = ['unshare', '--user', `--map-user=${nobody}`, `--map-group=${nobody}`, '--']

/**
 * Chooses the account for a Postgres whose data is in `folder` (which exists): our own, unless we are root. Root
 * becomes nobody inside a user namespace, where files still belong to root; without namespaces, or when the
 * folder already belongs to somebody else, it becomes the folder's owner.
 */
export async function chooseAccount(folder: string): Promise<Account> {
  if (process.getuid?.() !== 0) return { prefix: [], ids: {} }
  const owner = await stat(folder)
  if (owner.uid !== 0) return { prefix: [], ids: { uid: owner.uid, gid: owner.gid } }
  if (canUnshare()) return { prefix: unshare, ids: {} }
  // The way to it must be open, what else lies there need not be readable.
  await chmod(path.dirname(folder), 0o711)
  await chown(folder, nobody, nobody)
  return { prefix: [], ids: { uid: nobody, gid: nobody } }
}

function canUnshare(): boolean {
  const [command, ...args] = unshare
  return process.platform === 'linux' && spawnSync(command ?? '', [...args, 'true']).status === 0
}
