import { TRPCClientError } from '@trpc/client'
import { expect, test } from 'vitest'
import en from '../locales/en.json' with { type: 'json' }
import ru from '../locales/ru.json' with { type: 'json' }
import { errorText } from './error-text.ts'
import { translatorOf } from './i18n/translate.ts'
import { readError } from './read-error.ts'

const english = translatorOf('en', en)
const russian = translatorOf('ru', ru)

/** An error as the client makes it from the server's answer. */
function answered(data: object) {
  return TRPCClientError.from({ error: { code: -32_000, message: '', data } })
}

test("a refusal is told by its reason, and its request can be found in the server's log", () => {
  const error = answered({ reason: 'CREDENTIALS_WRONG', requestId: 'r1' })
  expect(errorText(error, english, 'en')).toBe(en.errors.credentialsWrong)
  expect(readError(error)).toEqual({
    reason: 'CREDENTIALS_WRONG',
    fields: {},
    retryAfter: null,
    requestId: 'r1',
  })
})

test('what is wrong with a field reaches its field', () => {
  const error = answered({ reason: 'INVALID_INPUT', requestId: 'r1', fields: { email: ['email'] } })
  expect(readError(error).fields.email).toEqual(['email'])
})

test.each([
  [40, 'in 40 seconds', 'через 40 секунд'],
  [121, 'in 3 minutes', 'через 3 минуты'],
])('waiting %i seconds is said as a person says it', (retryAfter, inEnglish, inRussian) => {
  const error = answered({ reason: 'TOO_MANY_REQUESTS', requestId: 'r1', retryAfter })
  expect(errorText(error, english, 'en')).toContain(inEnglish)
  expect(errorText(error, russian, 'ru')).toContain(inRussian)
})

test('no answer at all is a matter of the connection', () => {
  const error = TRPCClientError.from(new TypeError('fetch failed'))
  expect(errorText(error, english, 'en')).toBe(en.errors.unreachable)
})

test("our own mistakes and a newer server's reasons are an apology, not a crash", () => {
  expect(errorText(new Error('x is undefined'), english, 'en')).toBe(en.errors.internal)
  expect(errorText(answered({ reason: 'FROM_THE_FUTURE' }), english, 'en')).toBe(en.errors.internal)
})
