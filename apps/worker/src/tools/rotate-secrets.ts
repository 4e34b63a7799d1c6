import { createSecrets } from '@kinkeep/core/platform/secrets'
import { rotateSecrets } from '@kinkeep/core/rotate-secrets'
import { readSecretsConfig } from '../config.ts'
import { runTool } from './run-tool.ts'

/** `pnpm secrets:rotate` */
await runTool(async (deps) => {
  const secrets = createSecrets(readSecretsConfig())
  const { rewrapped, current, unreadable } = await rotateSecrets({ ...deps, secrets })
  const done = `${rewrapped} secrets moved to the newest key, ${current} were there.`
  if (unreadable.length === 0) return { exitCode: 0, text: done }
  return {
    exitCode: 1,
    text: `${done}\n${unreadable.length} open with none of SECRET_KEYS:\n  ${unreadable.join('\n  ')}`,
  }
})
