import { launch } from '@kinkeep/testing/launcher'

/** All people of a run come from one address, faster than a family types. */
const roomyLimits = { AUTH_LIMIT_PER_MINUTE: '1000', CALL_LIMIT_PER_MINUTE: '10000' }

/** A whole Kinkeep on free ports with throwaway data, for as long as it is wanted. */
export function launchStack() {
  return launch('stack', { env: roomyLimits })
}
