import type { SecurityOverview } from '@kinkeep/contracts/sessions'
import { expect, test } from 'vitest'
import { safetyLines } from './safety-lines.ts'

const bare: SecurityOverview = {
  level: 'weak',
  email: 'anna@example.org',
  hasPassword: false,
  hasPhone: false,
  passkeys: 0,
  identities: 0,
  factors: [],
  recoveryCodesLeft: 0,
  sessions: 1,
  oldSessions: 0,
  tokens: 0,
}

test.each<[string, Partial<SecurityOverview>, string[]]>([
  ['a mailbox alone', {}, ['good', 'poor', 'poor', 'good']],
  ['a password', { hasPassword: true }, ['good', 'good', 'poor', 'good']],
  ['old sessions', { hasPassword: true, oldSessions: 2 }, ['good', 'good', 'poor', 'fair']],
  [
    'codes by SMS, few recovery codes',
    { hasPhone: true, factors: ['sms'], recoveryCodesLeft: 3 },
    ['good', 'fair', 'fair', 'fair', 'good'],
  ],
  [
    'an app without recovery codes',
    { hasPassword: true, factors: ['totp'] },
    ['good', 'good', 'good', 'poor', 'good'],
  ],
  [
    'everything',
    { passkeys: 1, factors: ['totp'], recoveryCodesLeft: 10 },
    ['good', 'good', 'good', 'good', 'good'],
  ],
])('%s', (_, has, tones) => {
  const lines = safetyLines({ ...bare, ...has })
  expect(lines.map(({ tone }) => tone)).toEqual(tones)
  for (const { tone, next } of lines) if (tone !== 'good') expect(next).toBeDefined()
})
