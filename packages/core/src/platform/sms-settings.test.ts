import { expect, test } from 'vitest'
import { ConfigError, readSettings } from './config.ts'
import { createSmsSender } from './sms-sender.ts'
import { smsSettings } from './sms-settings.ts'

const twilio = { SMS_PROVIDER: 'twilio', TWILIO_ACCOUNT_SID: 'AC1', TWILIO_AUTH_TOKEN: 'secret-token' }
const sns = {
  SMS_PROVIDER: 'sns',
  SNS_REGION: 'eu-central-1',
  SNS_ACCESS_KEY_ID: 'AKID',
  SNS_SECRET_ACCESS_KEY: 'secret-key',
}

test.each<[string, Record<string, string>]>([
  ['nothing', {}],
  ['empty ones', { SMS_PROVIDER: '', SMS_FROM: '' }],
  ['a catcher', { SMS_PROVIDER: 'catcher', SMS_CATCHER_URL: 'http://127.0.0.1:4043/api/sms' }],
  ['Twilio with a number', { ...twilio, SMS_FROM: '+15005550006' }],
  ['Twilio with a messaging service', { ...twilio, TWILIO_MESSAGING_SERVICE_SID: 'MG1' }],
  ['SNS', sns],
  ['SNS with a sender and an endpoint', { ...sns, SMS_FROM: 'Kinkeep', SNS_ENDPOINT: 'https://sns.test' }],
])('settings of %s make a sender', async (_, settings) => {
  const sender = await createSmsSender(readSettings(smsSettings, settings))
  expect(sender.send).toBeTypeOf('function')
  sender.close()
})

test.each<[string, Record<string, string>, string[]]>([
  ['an unknown provider', { SMS_PROVIDER: 'pigeon' }, ['SMS_PROVIDER']],
  ['a catcher without its address', { SMS_PROVIDER: 'catcher' }, ['SMS_CATCHER_URL']],
  ['Twilio without a sender', twilio, ['SMS_FROM']],
  [
    'Twilio with two senders',
    { ...twilio, SMS_FROM: '+15005550006', TWILIO_MESSAGING_SERVICE_SID: 'MG1' },
    ['SMS_FROM'],
  ],
  [
    'Twilio with nothing at all',
    { SMS_PROVIDER: 'twilio' },
    ['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN', 'SMS_FROM'],
  ],
  ['SNS without its key', { ...sns, SNS_SECRET_ACCESS_KEY: '' }, ['SNS_SECRET_ACCESS_KEY']],
  [
    'Twilio without saying so',
    { TWILIO_ACCOUNT_SID: 'AC1', TWILIO_AUTH_TOKEN: 'secret-token' },
    ['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN'],
  ],
  ['SNS with a key of Twilio', { ...sns, TWILIO_AUTH_TOKEN: 'secret-token' }, ['TWILIO_AUTH_TOKEN']],
])('settings of %s are refused, each by its name', (_, settings, keys) => {
  const problems = problemsOf(settings)
  expect(problems.map((line) => line.split(':')[0])).toEqual(keys)
  expect(problems.join()).not.toMatch(/secret/)
})

function problemsOf(settings: Record<string, string>): string[] {
  try {
    readSettings(smsSettings, settings)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return error.message
      .split('\n')
      .slice(1)
      .map((line) => line.trim())
  }
  return []
}
