import { z } from 'zod'

export const smsProviders = ['none', 'twilio', 'sns', 'catcher'] as const
type Provider = (typeof smsProviders)[number]

const url = z.url({ protocol: /^https?$/ }).transform((value) => value.replace(/\/+$/, ''))
const text = z.string().min(1)

const shape = z.object({
  /** Who sends SMS. With `none`, what needs one fails and says so. */
  SMS_PROVIDER: z.enum(smsProviders).default('none'),
  /** The sender: a number or name of Twilio's, or a sender id of SNS's. */
  SMS_FROM: text.optional(),
  TWILIO_ACCOUNT_SID: text.optional(),
  TWILIO_AUTH_TOKEN: text.optional(),
  /** Instead of SMS_FROM. */
  TWILIO_MESSAGING_SERVICE_SID: text.optional(),
  TWILIO_API_URL: url.optional(),
  SNS_REGION: text.optional(),
  SNS_ACCESS_KEY_ID: text.optional(),
  SNS_SECRET_ACCESS_KEY: text.optional(),
  SNS_ENDPOINT: url.optional(),
  /** Where the catcher takes messages. */
  SMS_CATCHER_URL: url.optional(),
})
type Given = z.infer<typeof shape>
export type SmsKey = Exclude<keyof Given, 'SMS_PROVIDER'>

const needs: Record<Provider, readonly SmsKey[]> = {
  none: [],
  twilio: ['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN'],
  sns: ['SNS_REGION', 'SNS_ACCESS_KEY_ID', 'SNS_SECRET_ACCESS_KEY'],
  catcher: ['SMS_CATCHER_URL'],
}
const mayHave: Record<Provider, readonly SmsKey[]> = {
  none: [],
  twilio: ['SMS_FROM', 'TWILIO_MESSAGING_SERVICE_SID', 'TWILIO_API_URL'],
  sns: ['SMS_FROM', 'SNS_ENDPOINT'],
  catcher: ['SMS_FROM'],
}

/** Which provider sends SMS, and all that it needs. What belongs to another one is a mistake that is named. */
export const smsSettings = shape.superRefine((given, context) => {
  const provider = given.SMS_PROVIDER
  const say = (key: SmsKey, message: string) => context.addIssue({ code: 'custom', path: [key], message })
  for (const key of needs[provider]) {
    if (given[key] === undefined) say(key, `is missing for SMS_PROVIDER=${provider}`)
  }
  const known: readonly string[] = ['SMS_PROVIDER', ...needs[provider], ...mayHave[provider]]
  for (const key of shape.keyof().options) {
    if (given[key] === undefined || key === 'SMS_PROVIDER' || known.includes(key)) continue
    say(key, `is not for SMS_PROVIDER=${provider}`)
  }
  if (provider !== 'twilio') return
  const senders = [given.SMS_FROM, given.TWILIO_MESSAGING_SERVICE_SID].filter(
    (sender) => sender !== undefined,
  )
  if (senders.length !== 1) say('SMS_FROM', 'either this or TWILIO_MESSAGING_SERVICE_SID is needed')
})
export type SmsSettings = z.infer<typeof smsSettings>
