import type { Stack } from '@kinkeep/testing/launcher'

/** A browser to use instead of the packaged one. */
export const chromiumPath = process.env.CHROMIUM_PATH

/** How much the journey under fire sends; the whole of it is 500 files of 5 MB (see bench/README.md). */
export const fire = {
  files: Number(process.env.FIRE_FILES ?? 60),
  bytes: Number(process.env.FIRE_BYTES ?? 300_000),
  timeoutMs: Number(process.env.FIRE_TIMEOUT_MS ?? 150_000),
}

/** What commands that a journey runs inherit. */
export const inheritedEnv: NodeJS.ProcessEnv = { ...process.env }

const stackVariable = 'KINKEEP_E2E_STACK'

/** Hands the running stack to the test processes, which start after this one and inherit its environment. */
export function announceStack(stack: Stack): void {
  process.env[stackVariable] = JSON.stringify(stack)
}

/** The stack that this run's journeys share. */
export function runningStack(): Stack {
  const announced = process.env[stackVariable]
  if (!announced) throw new Error('No stack is running: start tests with playwright, not by hand.')
  return JSON.parse(announced)
}
