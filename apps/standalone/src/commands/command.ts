import type { Config } from '../config.ts'
import type { Progress } from '../console.ts'
import type { Lifetime } from '../lifetime.ts'

export interface CommandContext {
  args: string[]
  config: Config
  lifetime: Lifetime
  progress: Progress
  /** Sends a message to the process that forked us, or prints it when there is none. */
  tell(message: { type: string } & Record<string, unknown>): void
}

/** Starts its parts, says so and returns; the lifetime goes on until a signal, a lost parent or a lost part. */
export type Command = (context: CommandContext) => Promise<void>
