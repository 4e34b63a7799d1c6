import type { SignInResult } from '@kinkeep/contracts/accounts'
import type { AuthenticationResponse } from '@kinkeep/contracts/passkeys'
import { useEffect, useEffectEvent } from 'react'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'
import { askForPasskey, canAutofillPasskeys, stopAsking } from './browser-passkeys.ts'
import { PasskeyButton } from './passkey-button.tsx'

/** A challenge is worth five minutes; a page stays open for longer. */
const renewAfter = 4 * 60 * 1000

export interface PasskeySignInProps {
  /** Read when the passkey is used: whether the session is to outlive the browser. */
  remember: () => boolean
  onResult: (result: SignInResult) => void
}

/**
 * Signs in with whichever passkey the person has here: by the button, or from what the browser offers in a field with
 * `autocomplete="username webauthn"`.
 */
export function PasskeySignIn({ remember, onResult }: PasskeySignInProps) {
  const { t } = useTranslation()
  const { mutateAsync: begin } = trpc.auth.passkeys.signInOptions.useMutation()
  const signIn = trpc.auth.passkeys.signIn.useMutation({ onSuccess: onResult })
  const finish = (response: AuthenticationResponse) => signIn.mutateAsync({ response, remember: remember() })

  const offer = useEffectEvent(async (signal: AbortSignal) => {
    if (!(await canAutofillPasskeys()) || signal.aborted) return
    const options = await begin()
    if (signal.aborted) return
    await finish(await askForPasskey(options, { autofill: true }))
  })
  useEffect(() => {
    let stop = new AbortController()
    // What was not chosen here is no error: the page has its other ways.
    const start = () => void offer(stop.signal).catch(() => undefined)
    start()
    const timer = setInterval(() => {
      stop.abort()
      stop = new AbortController()
      start()
    }, renewAfter)
    return () => {
      clearInterval(timer)
      stop.abort()
      void stopAsking()
    }
  }, [])

  return <PasskeyButton label={t('passkeys.signIn')} begin={() => begin()} finish={finish} />
}
