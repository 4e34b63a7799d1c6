import type { CDPSession, Page } from '@playwright/test'

export interface VirtualAuthenticator {
  /** Whether somebody is there to say yes at once; off, questions wait. */
  answer(isPresent: boolean): Promise<void>
}

/** A device with a fingerprint reader whose owner is there. https://chromedevtools.github.io/devtools-protocol/tot/WebAuthn/ */
export async function addVirtualAuthenticator(page: Page): Promise<VirtualAuthenticator> {
  const devtools: CDPSession = await page.context().newCDPSession(page)
  await devtools.send('WebAuthn.enable')
  const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  return {
    async answer(isPresent) {
      await devtools.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled: isPresent })
    },
  }
}
