import { readFile } from 'node:fs/promises'

const ticksPerSecond = 100

/** User and system time that living processes have used so far, from Linux's own accounts. */
export async function cpuSeconds(pids: readonly number[]): Promise<number> {
  const times = await Promise.all(
    pids.map(async (pid) => {
      const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]?.split(' ') ?? []
      return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond
    }),
  )
  return times.reduce((sum, time) => sum + time, 0)
}
