import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import type { Config } from '../config.ts'

const answer = z.object({
  procedures: z.array(
    z.object({
      path: z.string(),
      type: z.enum(['query', 'mutation']),
      scope: z.string(),
      input: z.looseObject({}).nullable(),
    }),
  ),
})
export type Procedure = z.infer<typeof answer>['procedures'][number]

const cached = answer.extend({ url: z.string(), etag: z.string() })

/**
 * What this Kinkeep's programs may call. Asked of the server each time, which sends it only when it changed; without an
 * answer, what it said last time, so that `--help` works on a train. Rejects when it was never heard.
 */
export async function readProcedures({ url, cacheFolder }: Config): Promise<Procedure[]> {
  const file = path.join(cacheFolder, 'procedures.json')
  const known = await readFile(file, 'utf8').then(
    (text) => cached.safeParse(parse(text)).data,
    () => undefined,
  )
  const mine = known?.url === url ? known : undefined
  try {
    const response = await fetch(`${url}/docs/procedures.json`, {
      headers: mine ? { 'if-none-match': mine.etag } : {},
      signal: AbortSignal.timeout(10_000),
    })
    if (mine && response.status === 304) return mine.procedures
    const { procedures } = answer.parse(await response.json())
    const etag = response.headers.get('etag') ?? ''
    await remember(file, { url, etag, procedures })
    return procedures
  } catch (error) {
    if (mine) return mine.procedures
    throw new Error(`There is no Kinkeep at ${url}. Set KINKEEP_URL to where it answers.`, { cause: error })
  }
}

/** A cache that cannot be written is no reason to fail. */
async function remember(file: string, known: z.infer<typeof cached>): Promise<void> {
  const temporary = `${file}.${process.pid}`
  await mkdir(path.dirname(file), { recursive: true })
    .then(() => writeFile(temporary, JSON.stringify(known)))
    .then(() => rename(temporary, file))
    .catch(() => undefined)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
