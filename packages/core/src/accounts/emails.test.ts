import { languages } from '@kinkeep/contracts/languages'
import { describe, expect, test } from 'vitest'
import { alreadyRegisteredEmail, signUpEmail } from './emails.ts'

const confirmUrl = 'https://kinkeep.example/confirm-email?token=abc'
const signInUrl = 'https://kinkeep.example/sign-in'

describe.each(languages)('in %s', (language) => {
  test('the sign-up mail greets by name and carries the link once in each version', async () => {
    const mail = await signUpEmail({ language, name: 'Vera', confirmUrl })
    expect(mail.subject).toMatch(/^[^\r\n]{10,}$/)
    expect(mail.html).toContain(`<html dir="ltr" lang="${language}">`)
    for (const version of [mail.html, mail.text]) {
      expect(version).toContain('Vera')
      expect(version).toContain('24')
      expect(version.split(confirmUrl)).toHaveLength(2)
    }
  })

  test('a stranger who types markup or an address as a name sends neither', async () => {
    const mail = await signUpEmail({ language, name: '<script>x</script> evil.example', confirmUrl })
    expect(mail.html).not.toContain('<script')
    expect(mail.html.match(/href="[^"]*"/g)).toEqual([`href="${confirmUrl}"`])
    for (const part of [mail.subject, mail.html, mail.text]) expect(part).not.toContain('evil.example')
    expect(mail.text).toContain('<script>x<')
  })

  test('the mail about an account that exists leads to signing in, and confirms nothing', async () => {
    const mail = await alreadyRegisteredEmail({ language, signInUrl })
    expect(mail.subject).toMatch(/^[^\r\n]{10,}$/)
    for (const version of [mail.html, mail.text]) {
      expect(version.split(signInUrl)).toHaveLength(2)
      expect(version).not.toContain('token')
    }
  })
})

test('the languages differ, and only Russian is written in Cyrillic', async () => {
  const [en, ru] = await Promise.all([
    signUpEmail({ language: 'en', name: 'Vera', confirmUrl }),
    signUpEmail({ language: 'ru', name: 'Vera', confirmUrl }),
  ])
  expect(en.subject + en.text + en.html).not.toMatch(/\p{Script=Cyrillic}/u)
  for (const line of ru.text.split('\n').filter((line) => line && line !== confirmUrl && line !== '-- ')) {
    expect(line).toMatch(/\p{Script=Cyrillic}/u)
  }
})
