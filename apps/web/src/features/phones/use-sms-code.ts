import { useEffect, useEffectEvent } from 'react'

interface OtpRequest extends CredentialRequestOptions {
  otp: { transport: ['sms'] }
}

/**
 * Hears the code from the SMS where the browser offers it to its own page, once the person agreed there; elsewhere
 * the keyboard suggests it (`autocomplete="one-time-code"`). https://wicg.github.io/web-otp/
 */
export function useSmsCode(onCode: (code: string) => void): void {
  const hear = useEffectEvent(onCode)
  useEffect(() => {
    if (!('OTPCredential' in window)) return
    const stop = new AbortController()
    const request: OtpRequest = { otp: { transport: ['sms'] }, signal: stop.signal }
    navigator.credentials.get(request).then(
      (found) => {
        if (found && 'code' in found && typeof found.code === 'string') hear(found.code)
      },
      // Refused, or timed out: the code is typed.
      () => undefined,
    )
    return () => stop.abort()
  }, [])
}
