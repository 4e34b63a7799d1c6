import { type MessageAttributeValue, PublishCommand, SNSClient } from '@aws-sdk/client-sns'
import { SmsRefusedError, type SmsSender, smsTimeoutMs } from './sms.ts'

export interface SnsOptions {
  region: string
  accessKeyId: string
  secretAccessKey: string
  /** A name of up to 11 letters, shown as the sender in countries that have it. */
  senderId?: string | undefined
  /** Another address than the region's own. */
  endpoint?: string | undefined
  timeoutMs?: number
}

/** Errors that say something about this message or number, and will say it again. */
const refusals: ReadonlySet<string> = new Set([
  'InvalidParameter',
  'InvalidParameterException',
  'InvalidParameterValueException',
  'ParameterValueInvalid',
  'OptedOut',
  'OptedOutException',
  'ValidationException',
])

/** https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
export function createSnsSms(options: SnsOptions): SmsSender {
  const { region, accessKeyId, secretAccessKey, senderId, endpoint, timeoutMs = smsTimeoutMs } = options
  const client = new SNSClient({
    region,
    credentials: { accessKeyId, secretAccessKey },
    // The job tries again, with patience.
    maxAttempts: 1,
    requestHandler: { connectionTimeout: timeoutMs, requestTimeout: timeoutMs, throwOnRequestTimeout: true },
    ...(endpoint === undefined ? {} : { endpoint }),
  })
  const text = (value: string): MessageAttributeValue => ({ DataType: 'String', StringValue: value })

  return {
    async send({ to, text: message }) {
      const command = new PublishCommand({
        PhoneNumber: to,
        Message: message,
        MessageAttributes: {
          'AWS.SNS.SMS.SMSType': text('Transactional'),
          ...(senderId === undefined ? {} : { 'AWS.SNS.SMS.SenderID': text(senderId) }),
        },
      })
      try {
        await client.send(command)
      } catch (error) {
        // Its message repeats the number, so only the name goes on.
        const name = error instanceof Error ? error.name : typeof error
        if (refusals.has(name)) throw new SmsRefusedError('SNS', name)
        throw new Error(`SNS did not take the message: ${name}`)
      }
    },
    close: () => client.destroy(),
  }
}
