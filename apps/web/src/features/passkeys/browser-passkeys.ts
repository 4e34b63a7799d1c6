import type {
  AuthenticationResponse,
  PasskeyCreationOptions,
  PasskeyRequestOptions,
  RegistrationResponse,
} from '@kinkeep/contracts/passkeys'

/** Loaded when it is wanted: most visits need none of it. */
const load = () => import('@simplewebauthn/browser')

/** A passkey belongs to a name: at a bare address browsers refuse them. */
const isBareAddress = /^[\d.]+$|:/

/** Whether this browser has passkeys here. They exist over TLS and on localhost only. */
export function hasPasskeys(): boolean {
  const isNamed = !isBareAddress.test(window.location.hostname)
  return isNamed && window.isSecureContext && 'PublicKeyCredential' in window
}

/** Has the browser make a passkey. Rejects when the person says no: see `browserRefusal`. */
export async function createPasskey(options: PasskeyCreationOptions): Promise<RegistrationResponse> {
  const { startRegistration } = await load()
  const { id, rawId, response } = await startRegistration({ optionsJSON: options })
  const { clientDataJSON, attestationObject, transports = [] } = response
  return { id, rawId, type: 'public-key', response: { clientDataJSON, attestationObject, transports } }
}

/**
 * Has the browser ask for a passkey, in a dialog of its own or, with `autofill`, among what it offers for the address
 * field. A later question ends an earlier one.
 */
export async function askForPasskey(
  options: PasskeyRequestOptions,
  { autofill = false } = {},
): Promise<AuthenticationResponse> {
  const { startAuthentication } = await load()
  const { id, rawId, response } = await startAuthentication({
    optionsJSON: options,
    useBrowserAutofill: autofill,
  })
  return { id, rawId, type: 'public-key', response }
}

/** Whether the browser can offer passkeys while a form is filled in. */
export async function canAutofillPasskeys(): Promise<boolean> {
  if (!hasPasskeys()) return false
  const { browserSupportsWebAuthnAutofill } = await load()
  return browserSupportsWebAuthnAutofill()
}

/** Ends the question that waits, if there is one. */
export async function stopAsking(): Promise<void> {
  if (!hasPasskeys()) return
  const { WebAuthnAbortService } = await load()
  WebAuthnAbortService.cancelCeremony()
}

/** Why the browser gave nothing: the person said no or waited too long, or the device has its passkey already. */
export function browserRefusal(error: unknown): 'cancelled' | 'existsHere' | undefined {
  if (!(error instanceof Error)) return undefined
  if (error.name === 'InvalidStateError') return 'existsHere'
  return error.name === 'NotAllowedError' || error.name === 'AbortError' ? 'cancelled' : undefined
}
