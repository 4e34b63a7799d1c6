/** What an error may say of itself in a log or in the queue: how it failed, never on whose data. */
export interface RedactedError {
  type: string
  message: string
  stack: string
  code?: unknown
  constraint?: unknown
  responseCode?: unknown
  cause?: RedactedError
}

const messageLength = 2000

/** An e-mail address, or the user and password of a connection string. */
const address = /[^\s"'<>(),;=]+@[^\s"'<>(),;]+/g

/**
 * An error without other people's data: Postgres puts whole rows into `detail`, mail servers repeat the address
 * they refuse. An allow-list, because every library has fields of its own.
 */
export function redactError(error: unknown): RedactedError {
  if (!(error instanceof Error)) return { type: typeof error, message: strike(String(error)), stack: '' }
  return {
    type: error.name,
    message: strike(error.message),
    stack: framesOf(error),
    ...pick(error, 'code'),
    ...pick(error, 'constraint'),
    ...pick(error, 'responseCode'),
    ...(error.cause === undefined ? {} : { cause: redactError(error.cause) }),
  }
}

/** Cut first: what a library quotes may be as long as somebody likes, and the search is quadratic. */
function strike(text: string): string {
  return text.slice(0, messageLength).replace(address, '[removed]')
}

/** Only where it happened: a stack begins with the message. */
function framesOf({ stack = '' }: Error): string {
  return stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .join('\n')
}

function pick<Key extends string>(error: Error, key: Key): Partial<Record<Key, unknown>> {
  const value: unknown = Reflect.get(error, key)
  return typeof value === 'string' || typeof value === 'number'
    ? ({ [key]: value } as Record<Key, unknown>)
    : {}
}
