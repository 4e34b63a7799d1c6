import type { SecurityOverview } from '@kinkeep/contracts/sessions'
import { expect, test } from 'vitest'
import { levelOf, toMethods } from './rules.ts'

const bare: Omit<SecurityOverview, 'level'> = {
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

test.each([
  ['the mailbox alone', {}, 'weak'],
  ['a password', { hasPassword: true }, 'fair'],
  ['a passkey beside a password that is enough alone', { hasPassword: true, passkeys: 1 }, 'fair'],
  ['a code by SMS', { hasPassword: true, factors: ['sms'], recoveryCodesLeft: 10 }, 'fair'],
  ['a code by mail', { hasPassword: true, factors: ['email'], recoveryCodesLeft: 10 }, 'fair'],
  ['an app', { hasPassword: true, factors: ['totp'], recoveryCodesLeft: 10 }, 'strong'],
  [
    'a passkey and mail',
    { hasPassword: true, passkeys: 1, factors: ['email'], recoveryCodesLeft: 1 },
    'strong',
  ],
  ['an app without recovery codes', { hasPassword: true, factors: ['totp'] }, 'fair'],
] as const)('%s', (_, has, level) => {
  expect(levelOf({ ...bare, ...has, factors: 'factors' in has ? [...has.factors] : [] })).toBe(level)
})

test('there is always a letter, and the quickest way comes first', () => {
  const none = { passkey: false, password: false, phone: false, factors: [] }
  expect(toMethods(none)).toEqual(['email'])
  const all = { passkey: true, password: true, phone: true }
  expect(toMethods({ ...all, factors: [] })).toEqual(['passkey', 'password', 'sms', 'email'])
  expect(toMethods({ ...all, factors: ['email', 'totp'] })).toEqual(['passkey', 'totp', 'email'])
})
