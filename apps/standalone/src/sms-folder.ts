import { appendFile, mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import type { Part } from './lifetime.ts'

const caughtSms = z.object({
  /** E.164. */
  to: z.string(),
  text: z.string(),
  /** The same for every try of one job: the last one replaces what was caught before. */
  messageKey: z.string(),
  /** ISO 8601. */
  at: z.string(),
})
export type CaughtSms = z.infer<typeof caughtSms>

export interface SmsFolder extends Part {
  add(sms: Omit<CaughtSms, 'at'>): Promise<void>
  /** Newest first. */
  list(): CaughtSms[]
}

const kept = 1_000

/** Messages in a file, a line of JSON each. A line that a power cut left unfinished is passed over. */
export async function openSmsFolder(folder: string): Promise<SmsFolder> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const file = path.join(folder, 'messages.jsonl')
  const lines = (await readLines(file)).flatMap((line) => parseLine(line) ?? [])
  let messages = withoutRepeats(lines).slice(-kept)
  await writeWhole(file, messages)
  let writing = Promise.resolve()

  return {
    add(sms) {
      const caught: CaughtSms = { ...sms, at: new Date().toISOString() }
      const add = async () => {
        await appendFile(file, `${JSON.stringify(caught)}\n`, { mode: 0o600 })
        messages = withoutRepeats([...messages, caught]).slice(-kept)
      }
      const added = writing.then(add)
      // The next one is written whether or not this one could be.
      writing = added.catch(() => undefined)
      return added
    },
    list: () => messages.toReversed(),
    stop: () => writing,
  }
}

async function readLines(file: string): Promise<string[]> {
  try {
    return (await readFile(file, 'utf8')).split('\n')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}

function parseLine(line: string): CaughtSms | undefined {
  try {
    return caughtSms.parse(JSON.parse(line))
  } catch {
    return undefined
  }
}

function withoutRepeats(messages: readonly CaughtSms[]): CaughtSms[] {
  const last = new Map(messages.map((sms, index) => [sms.messageKey, index]))
  return messages.filter((sms, index) => last.get(sms.messageKey) === index)
}

async function writeWhole(file: string, messages: readonly CaughtSms[]): Promise<void> {
  const temporary = `${file}.new`
  await writeFile(temporary, messages.map((sms) => `${JSON.stringify(sms)}\n`).join(''), { mode: 0o600 })
  await rename(temporary, file)
}
