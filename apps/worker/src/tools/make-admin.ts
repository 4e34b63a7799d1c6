import { makeAdmin } from '@kinkeep/core/operators/make-admin'
import { DomainError } from '@kinkeep/core/platform/errors'
import { runTool } from './run-tool.ts'

/** `pnpm admin:make <e-mail>` */
await runTool(async (deps, [email = '']) => {
  try {
    await makeAdmin(deps, email.trim().toLowerCase())
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    return { exitCode: 1, text: 'Nobody has this address here. Let them sign up first, then run this again.' }
  }
  return {
    exitCode: 0,
    text: 'They are an admin now, and signed out: they sign in again, set up a second factor and open /operator.',
  }
})
