import type { DeviceView } from '@kinkeep/contracts/sessions'
import Bowser from 'bowser'

const kinds: Record<string, DeviceView['kind']> = { desktop: 'desktop', mobile: 'phone', tablet: 'tablet' }

/** What a user agent says of a device, in words that its owner knows it by. Anybody may say anything there. */
export function describeDevice(userAgent: string | null): DeviceView {
  if (!userAgent) return { browser: null, system: null, kind: 'unknown' }
  const { browser, os, platform } = Bowser.parse(userAgent)
  return {
    browser: browser.name?.slice(0, 60) || null,
    system: os.name?.slice(0, 60) || null,
    kind: kinds[platform.type ?? ''] ?? 'unknown',
  }
}
