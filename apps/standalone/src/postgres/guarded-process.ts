import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { systemEnv } from '../config.ts'
import type { Account } from './account.ts'

/**
 * Runs a command until it ends or stdin closes: then it gets SIGINT, Postgres's fast shutdown. Whatever happens
 * to the launcher, its end of the pipe closes with it. The first argument is a folder to remove afterwards, or ''.
 */
const guardian = `
trap '' INT TERM HUP QUIT
remove="$1"; shift
exec 3<&0
"$@" 3<&- &
server=$!
{ cat >/dev/null; kill -INT "$server"; } <&3 >/dev/null 2>&1 &
watcher=$!
wait "$server"; code=$?
kill "$watcher" 2>/dev/null
[ -n "$remove" ] && rm -rf -- "$remove"
exit "$code"
`

export interface GuardedProcess {
  process: ChildProcess
  /** Resolves when the command has ended, for whatever reason. */
  ended: Promise<void>
  /** Asks it to end, and after `patienceMs` makes it. */
  stop(patienceMs: number): Promise<void>
}

/** Starts Postgres so that it ends with us, even when we are killed. `remove` is a folder that goes with it. */
export function startGuarded(
  account: Account,
  command: string[],
  remove: string | undefined,
): GuardedProcess {
  const [program = '', ...args] =
    process.platform === 'win32'
      ? command
      : [...account.prefix, '/bin/sh', '-c', guardian, 'kinkeep-postgres', remove ?? '', ...command]
  const child = spawn(program, args, {
    cwd: tmpdir(),
    env: { ...systemEnv, LC_ALL: 'C', TZ: 'UTC' },
    stdio: ['pipe', 'ignore', 'pipe'],
    // A group of its own: Ctrl-C in the terminal reaches the launcher only, which stops things in order.
    detached: true,
    ...account.ids,
  })
  child.stdin?.on('error', () => undefined)
  const ended = once(child, 'close').then(
    () => undefined,
    () => undefined,
  )
  void ended.then(() => child.stdin?.destroy())
  return {
    process: child,
    ended,
    async stop(patienceMs) {
      child.stdin?.destroy()
      if (process.platform === 'win32') child.kill()
      const timer = setTimeout(() => killGroup(child), patienceMs)
      await ended
      clearTimeout(timer)
    },
  }
}

/** SIGQUIT is Postgres's immediate shutdown; the guardian ignores it and reports the end. */
function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return
  try {
    process.kill(-child.pid, 'SIGQUIT')
  } catch {
    child.kill('SIGKILL')
  }
}
