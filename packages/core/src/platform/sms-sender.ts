import type { SmsSender } from './sms.ts'
import { createCatcherSms } from './sms-catcher.ts'
import { createNoSms } from './sms-none.ts'
import type { SmsKey, SmsSettings } from './sms-settings.ts'
import { createTwilioSms } from './sms-twilio.ts'

const twilioApi = 'https://api.twilio.com'

/** The sender that the settings name; they were judged when they were read. */
export async function createSmsSender(settings: SmsSettings): Promise<SmsSender> {
  const { SMS_PROVIDER, SMS_FROM, TWILIO_MESSAGING_SERVICE_SID, SNS_ENDPOINT } = settings
  switch (SMS_PROVIDER) {
    case 'none':
      return createNoSms()
    case 'catcher':
      return createCatcherSms({ url: required(settings, 'SMS_CATCHER_URL') })
    case 'sns': {
      // Loaded where it is used alone: it is large.
      const { createSnsSms } = await import('./sms-sns.ts')
      return createSnsSms({
        region: required(settings, 'SNS_REGION'),
        accessKeyId: required(settings, 'SNS_ACCESS_KEY_ID'),
        secretAccessKey: required(settings, 'SNS_SECRET_ACCESS_KEY'),
        senderId: SMS_FROM,
        endpoint: SNS_ENDPOINT,
      })
    }
    case 'twilio':
      return createTwilioSms({
        accountSid: required(settings, 'TWILIO_ACCOUNT_SID'),
        authToken: required(settings, 'TWILIO_AUTH_TOKEN'),
        sender: TWILIO_MESSAGING_SERVICE_SID
          ? { messagingServiceSid: TWILIO_MESSAGING_SERVICE_SID }
          : { from: required(settings, 'SMS_FROM') },
        apiUrl: settings.TWILIO_API_URL ?? twilioApi,
      })
  }
}

function required(settings: SmsSettings, key: SmsKey): string {
  const value = settings[key]
  if (value === undefined) throw new Error(`${key} is missing`)
  return value
}
