import { unpackChromium } from './chromium.ts'
import { announceStack } from './config.ts'
import { launchStack } from './launch-stack.ts'

/** Runs once before all journeys: unpacks the browser and starts one whole Kinkeep for them. */
export default async function setup(): Promise<() => Promise<void>> {
  const [{ stop, ...stack }] = await Promise.all([launchStack(), unpackChromium()])
  announceStack(stack)
  return stop
}
