import { errorText } from '../../lib/error-text.ts'
import type { Translation } from '../../lib/i18n/i18n.ts'
import { browserRefusal } from './browser-passkeys.ts'

/** What went wrong, in the browser or on the server, as a sentence. */
export function passkeyErrorText(error: unknown, { t, language }: Translation): string | null {
  if (!error) return null
  const refusal = browserRefusal(error)
  return refusal ? t(`passkeys.${refusal}`) : errorText(error, t, language)
}
