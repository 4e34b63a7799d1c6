import type { ServerProcess } from './bench-stack.ts'

/** The text of one answer. Throws when it is an error. */
export async function readPage(
  { origin }: Pick<ServerProcess, 'origin'>,
  cookie: string,
  path: string,
): Promise<string> {
  const response = await fetch(`${origin}${path}`, { headers: { cookie } })
  const text = await response.text()
  if (!response.ok) throw new Error(`${response.status}: ${text}`)
  return text
}
