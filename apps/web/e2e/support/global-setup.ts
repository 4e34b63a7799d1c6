import { checkLeftovers } from '@kinkeep/testing/check-leftovers'
import { unpackChromium } from './chromium.ts'
import { announceStack } from './config.ts'
import { launchStack } from './launch-stack.ts'

/**
 * Runs once before all journeys: unpacks the browser and starts one whole Kinkeep for them. After the last one, what
 * they leave in its database and store has to be in order, too.
 */
export default async function setup(): Promise<() => Promise<void>> {
  const [{ stop, ...stack }] = await Promise.all([launchStack(), unpackChromium()])
  announceStack(stack)
  return async () => {
    try {
      await checkLeftovers(stack)
    } finally {
      await stop()
    }
  }
}
