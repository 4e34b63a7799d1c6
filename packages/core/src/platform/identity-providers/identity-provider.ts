import type { FlowProblem, FlowPurpose, IdentityProviderId } from '@kinkeep/contracts/identity-providers'

/** What one journey to a provider carries there and is checked against when it is back. */
export interface Journey {
  /** Where the provider sends people back to: our own address, registered there. */
  redirectUri: string
  state: string
  nonce: string
  /** PKCE: proves that whoever brings the code is who asked for it. RFC 7636. */
  verifier: string
  purpose: FlowPurpose
}

/** Who somebody is, according to a provider. */
export interface ProviderProfile {
  /** Together with the provider's name, these two are the identity. An e-mail address never is. */
  issuer: string
  subject: string
  /** To tell two accounts there apart. */
  label: string | null
  name: string | null
  /** As `readAddress` reads it. */
  email: string | null
  /** Whether the provider saw itself that the address is this person's. */
  emailProven: boolean
  /** When the person signed in there, where the provider says so. */
  authenticatedAt: Date | null
}

export interface IdentityProvider {
  readonly id: IdentityProviderId
  /** Sends its answer by a form, from its own origin. */
  readonly answersByForm: boolean
  /** Says when somebody signed in there. */
  readonly provesAgain: boolean
  /** The address to send the browser to. Throws ProviderError. */
  begin(journey: Journey): Promise<URL>
  /** Trades what the browser brought back for a profile, with everything checked. Throws ProviderError. */
  finish(journey: Journey, answer: URLSearchParams): Promise<ProviderProfile>
}

export type IdentityProviders = ReadonlyMap<IdentityProviderId, IdentityProvider>

/** A journey that ended without a profile. The cause is for the log alone. */
export class ProviderError extends Error {
  readonly problem: Extract<FlowProblem, 'cancelled' | 'refused' | 'unavailable'>

  constructor(problem: ProviderError['problem'], cause?: unknown) {
    super(problem, { cause })
    this.name = 'ProviderError'
    this.problem = problem
  }
}
