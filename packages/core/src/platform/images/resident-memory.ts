import { readFileSync } from 'node:fs'

/** Whether this system tells the memory of another process; elsewhere the process must report its own. */
export const readsResidentMemory = process.platform === 'linux'

/** Resident bytes of a process, or null when it is gone. `status` and not `statm`: pages differ by machine. */
export function residentMemory(pid: number): number | null {
  try {
    const kilobytes = readFileSync(`/proc/${pid}/status`, 'latin1').match(/^VmRSS:\s+(\d+) kB/m)?.[1]
    return kilobytes === undefined ? null : Number(kilobytes) * 1024
  } catch {
    return null
  }
}
