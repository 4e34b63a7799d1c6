import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text as readAll } from 'node:stream/consumers'
import { inspect } from 'node:util'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Sms, SmsSender } from './sms.ts'
import { createCatcherSms } from './sms-catcher.ts'
import { createNoSms } from './sms-none.ts'
import { createSnsSms } from './sms-sns.ts'
import { createTwilioSms } from './sms-twilio.ts'

const sms: Sms = { to: '+4915123456789', text: '123456: код\n\n@kinkeep.test #123456', messageKey: 'job-1' }

interface Received {
  method: string | undefined
  url: string | undefined
  headers: IncomingMessage['headers']
  body: string
}

/** A provider that answers as it is told and keeps what it was sent. `silent` never answers. */
async function fakeProvider(answer: (response: ServerResponse) => void) {
  const received: Received[] = []
  const server = createServer(async (request, response) => {
    const { method, url, headers } = request
    received.push({ method, url, headers, body: await readAll(request) })
    answer(response)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, received }
}

const answers = (status: number, type: string, body: string) => (response: ServerResponse) =>
  void response.writeHead(status, { 'content-type': type }).end(body)
const silence = () => undefined

/** How sending failed, and that the failure tells neither the number nor the text. */
async function failureOf(sender: SmsSender): Promise<{ name: string; message: string }> {
  onTestFinished(() => sender.close())
  const error: unknown = await sender.send(sms).catch((caught) => caught)
  if (!(error instanceof Error)) throw new Error('it was sent')
  const told = inspect(error, { depth: null })
  expect(told).not.toContain('15123456789')
  expect(told).not.toContain('123456')
  return { name: error.name, message: error.message }
}

describe('Twilio', () => {
  const account = { accountSid: 'AC00000000000000000000000000000000', authToken: 'a-token' }
  const senderAt = (apiUrl: string, timeoutMs = 10_000) =>
    createTwilioSms({ ...account, sender: { from: '+15005550006' }, apiUrl, timeoutMs })
  const failure = (status: number, code: number) =>
    answers(
      status,
      'application/json',
      JSON.stringify({
        code,
        message: `The 'To' number ${sms.to} is not a valid phone number. ${sms.text}`,
        more_info: `https://www.twilio.com/docs/errors/${code}`,
        status,
      }),
    )

  test('is asked as its API wants to be', async () => {
    const twilio = await fakeProvider(
      answers(201, 'application/json', JSON.stringify({ sid: 'SM1', status: 'queued', error_code: null })),
    )
    await senderAt(twilio.url).send(sms)
    const [sent] = twilio.received
    expect(sent).toMatchObject({
      method: 'POST',
      url: `/2010-04-01/Accounts/${account.accountSid}/Messages.json`,
      headers: {
        authorization: `Basic ${Buffer.from(`${account.accountSid}:${account.authToken}`).toString('base64')}`,
        'content-type': 'application/x-www-form-urlencoded;charset=UTF-8',
      },
    })
    expect(Object.fromEntries(new URLSearchParams(sent?.body))).toEqual({
      From: '+15005550006',
      To: sms.to,
      Body: sms.text,
    })
  })

  test('chooses the sender itself where a messaging service is set', async () => {
    const twilio = await fakeProvider(answers(201, 'application/json', '{}'))
    const sender = { messagingServiceSid: 'MG1' }
    await createTwilioSms({ ...account, sender, apiUrl: twilio.url }).send(sms)
    expect(Object.fromEntries(new URLSearchParams(twilio.received[0]?.body))).toEqual({
      MessagingServiceSid: 'MG1',
      To: sms.to,
      Body: sms.text,
    })
  })

  test.each([
    ['no such number', 21211],
    ['a region that is switched off', 21408],
    ['somebody who opted out', 21610],
    ['a landline', 21614],
    ['a code it did not have when this was written', 21999],
  ])('is not asked again about %s', async (_, code) => {
    const twilio = await fakeProvider(failure(400, code))
    expect(await failureOf(senderAt(twilio.url))).toEqual({
      name: 'SmsRefusedError',
      message: `Twilio refused the message: ${code}`,
    })
  })

  test.each([
    ['a sender that is not ours', 400, 21606],
    ['a wrong token', 401, 20003],
    ['too many at once', 429, 20429],
    ['a fault of its own', 503, 20500],
  ])('is asked again after %s', async (_, status, code) => {
    const twilio = await fakeProvider(failure(status, code))
    expect(await failureOf(senderAt(twilio.url))).toEqual({
      name: 'Error',
      message: `Twilio answered ${status}, error ${code}`,
    })
  })

  test('is asked again after an answer that is not its own, such as a proxy’s', async () => {
    const twilio = await fakeProvider(answers(502, 'text/html', `<h1>Bad Gateway ${sms.to}</h1>`))
    expect((await failureOf(senderAt(twilio.url))).message).toBe('Twilio answered 502, error unknown')
  })

  test('is not followed elsewhere with our token', async () => {
    const elsewhere = await fakeProvider(answers(201, 'application/json', '{}'))
    const twilio = await fakeProvider((response) =>
      response.writeHead(307, { location: `${elsewhere.url}/stolen` }).end(),
    )
    await failureOf(senderAt(twilio.url))
    expect(elsewhere.received).toEqual([])
  })

  test('is given up when it stays silent, and when it is not there', async () => {
    const twilio = await fakeProvider(silence)
    expect((await failureOf(senderAt(twilio.url, 50))).name).toBe('TimeoutError')
    expect((await failureOf(senderAt('http://127.0.0.1:1'))).name).not.toBe('SmsRefusedError')
  })
})

describe('SNS', () => {
  const senderAt = (endpoint: string, timeoutMs = 10_000) =>
    createSnsSms({
      region: 'eu-central-1',
      accessKeyId: 'AKIDEXAMPLE',
      secretAccessKey: 'a-secret',
      senderId: 'Kinkeep',
      endpoint,
      timeoutMs,
    })
  const failure = (status: number, type: string, code: string) =>
    answers(
      status,
      'text/xml',
      `<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>${type}</Type><Code>${code}</Code><Message>Invalid parameter: PhoneNumber Reason: ${sms.to} is not valid to publish to</Message></Error><RequestId>9dd01905</RequestId></ErrorResponse>`,
    )

  test('is asked as its API wants to be, signed', async () => {
    const sns = await fakeProvider(
      answers(
        200,
        'text/xml',
        '<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>94f20ce6</MessageId></PublishResult><ResponseMetadata><RequestId>f187a3c1</RequestId></ResponseMetadata></PublishResponse>',
      ),
    )
    const sender = senderAt(sns.url)
    await sender.send(sms)
    sender.close()
    const [sent] = sns.received
    expect(sent?.method).toBe('POST')
    expect(sent?.headers.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-central-1\/sns\/aws4_request/,
    )
    expect(Object.fromEntries(new URLSearchParams(sent?.body))).toEqual({
      Action: 'Publish',
      Version: '2010-03-31',
      PhoneNumber: sms.to,
      Message: sms.text,
      'MessageAttributes.entry.1.Name': 'AWS.SNS.SMS.SMSType',
      'MessageAttributes.entry.1.Value.DataType': 'String',
      'MessageAttributes.entry.1.Value.StringValue': 'Transactional',
      'MessageAttributes.entry.2.Name': 'AWS.SNS.SMS.SenderID',
      'MessageAttributes.entry.2.Value.DataType': 'String',
      'MessageAttributes.entry.2.Value.StringValue': 'Kinkeep',
    })
  })

  test.each(['InvalidParameter', 'OptedOut', 'ParameterValueInvalid'])(
    'is not asked again after %s',
    async (code) => {
      const sns = await fakeProvider(failure(400, 'Sender', code))
      expect((await failureOf(senderAt(sns.url))).name).toBe('SmsRefusedError')
      expect(sns.received).toHaveLength(1)
    },
  )

  test.each([
    ['Throttled', 429, 'Sender'],
    ['AuthorizationError', 403, 'Sender'],
    ['InternalError', 500, 'Receiver'],
  ])('is asked again after %s, by the job alone', async (code, status, type) => {
    const sns = await fakeProvider(failure(status, type, code))
    expect((await failureOf(senderAt(sns.url))).name).toBe('Error')
    expect(sns.received).toHaveLength(1)
  })

  test('is given up when it stays silent, and when it is not there', async () => {
    const sns = await fakeProvider(silence)
    expect((await failureOf(senderAt(sns.url, 50))).message).toContain('TimeoutError')
    expect((await failureOf(senderAt('http://127.0.0.1:1'))).name).toBe('Error')
  })
})

describe('the catcher', () => {
  test('gets the message as JSON', async () => {
    const catcher = await fakeProvider(answers(204, 'text/plain', ''))
    await createCatcherSms({ url: `${catcher.url}/api/sms` }).send(sms)
    expect(catcher.received[0]).toMatchObject({ method: 'POST', url: '/api/sms' })
    expect(JSON.parse(catcher.received[0]?.body ?? '')).toEqual(sms)
  })

  test('that does not take it is an error, so that the job can try again', async () => {
    const catcher = await fakeProvider(answers(507, 'text/plain', 'full'))
    expect((await failureOf(createCatcherSms({ url: catcher.url }))).message).toContain('507')
  })
})

test('without a provider the error says which setting is missing', async () => {
  expect((await failureOf(createNoSms())).message).toContain('SMS_PROVIDER')
})
