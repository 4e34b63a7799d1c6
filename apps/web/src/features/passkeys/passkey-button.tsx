import type { AuthenticationResponse, PasskeyRequestOptions } from '@kinkeep/contracts/passkeys'
import { Button } from '@kinkeep/ui/button'
import { useMutation } from '@tanstack/react-query'
import { KeyRound } from 'lucide-react'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { askForPasskey, hasPasskeys } from './browser-passkeys.ts'
import { passkeyErrorText } from './passkey-error-text.ts'

export interface PasskeyButtonProps {
  label: string
  /** Asks the server for a challenge. */
  begin: () => Promise<PasskeyRequestOptions>
  /** Gives the server what the passkey signed. */
  finish: (response: AuthenticationResponse) => Promise<unknown>
}

/** Asks for a passkey. Nothing at all in a browser that has none. */
export function PasskeyButton({ label, begin, finish }: PasskeyButtonProps) {
  const translation = useTranslation()
  const ask = useMutation({
    mutationFn: async () => finish(await askForPasskey(await begin())),
  })
  if (!hasPasskeys()) return null
  return (
    <div>
      <Button tone="secondary" size="lg" wide pending={ask.isPending} onClick={() => ask.mutate()}>
        <KeyRound size={20} aria-hidden="true" />
        {label}
      </Button>
      <p role="alert" className="mt-2 text-center text-danger text-sm empty:hidden">
        {passkeyErrorText(ask.error, translation)}
      </p>
    </div>
  )
}
