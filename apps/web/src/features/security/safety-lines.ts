import { limits } from '@kinkeep/contracts/limits'
import type { SecurityOverview } from '@kinkeep/contracts/sessions'
import type { TranslationKey } from '../../lib/i18n/i18n.ts'

export interface SafetyLine {
  tone: 'good' | 'fair' | 'poor'
  text: TranslationKey
  values?: Record<string, string | number>
  /** Where on the page something can be done about it. */
  next?: { text: TranslationKey; hash: 'ways' | 'second-step' | 'sessions' }
}

const toWays = (text: TranslationKey) => ({ text, hash: 'ways' as const })
const toSecondStep = (text: TranslationKey) => ({ text, hash: 'second-step' as const })

/** How safe an account is, line by line, each with what to do next where there is something to do. */
export function safetyLines(account: SecurityOverview): SafetyLine[] {
  return [
    { tone: 'good', text: 'security.safety.email', values: { email: account.email } },
    firstStep(account),
    secondStep(account),
    ...(account.factors.length > 0 ? [recoveryCodes(account)] : []),
    browsers(account),
  ]
}

function firstStep({ hasPassword, hasPhone, passkeys, identities }: SecurityOverview): SafetyLine {
  if (passkeys > 0) return { tone: 'good', text: 'security.safety.passkeys', values: { count: passkeys } }
  const next = toWays('security.safety.addPasskey')
  if (hasPassword) return { tone: 'good', text: 'security.safety.password', next }
  if (identities > 0) return { tone: 'good', text: 'security.safety.identity', next }
  if (hasPhone)
    return { tone: 'fair', text: 'security.safety.phone', next: toWays('security.safety.addPassword') }
  return { tone: 'poor', text: 'security.safety.mailOnly', next: toWays('security.safety.addPassword') }
}

function secondStep({ factors, passkeys }: SecurityOverview): SafetyLine {
  if (factors.includes('totp') || (factors.length > 0 && passkeys > 0)) {
    return { tone: 'good', text: 'security.safety.app' }
  }
  if (factors.length > 0) {
    return { tone: 'fair', text: 'security.safety.sentCodes', next: toSecondStep('security.safety.useApp') }
  }
  return { tone: 'poor', text: 'security.safety.noSecondStep', next: toSecondStep('security.safety.turnOn') }
}

function recoveryCodes({ recoveryCodesLeft: count }: SecurityOverview): SafetyLine {
  const next = toSecondStep('security.safety.newCodes')
  if (count === 0) return { tone: 'poor', text: 'security.safety.noCodes', next }
  const line = { text: 'security.safety.codesLeft', values: { count } } as const
  return count > limits.recoveryCodesLow ? { tone: 'good', ...line } : { tone: 'fair', ...line, next }
}

function browsers({ sessions, oldSessions }: SecurityOverview): SafetyLine {
  if (oldSessions === 0)
    return { tone: 'good', text: 'security.safety.sessions', values: { count: sessions } }
  return {
    tone: 'fair',
    text: 'security.safety.oldSessions',
    values: { count: oldSessions },
    next: { text: 'security.safety.lookAtSessions', hash: 'sessions' },
  }
}
