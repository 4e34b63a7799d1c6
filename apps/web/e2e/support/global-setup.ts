import { launch } from '@kinkeep/testing/launcher'
import { unpackChromium } from './chromium.ts'
import { announceStack } from './config.ts'

/** Runs once before all journeys: unpacks the browser and starts one whole Kinkeep for them. */
export default async function setup(): Promise<() => Promise<void>> {
  const [{ stop, ...stack }] = await Promise.all([launch('stack'), unpackChromium()])
  announceStack(stack)
  return stop
}
