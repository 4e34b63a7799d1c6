import { languages } from '@kinkeep/contracts/languages'
import { describe, expect, test } from 'vitest'
import {
  addressChangedEmail,
  addressTakenEmail,
  emailChangeEmail,
  magicLinkEmail,
  passwordChangedEmail,
  passwordResetEmail,
} from './link-emails.ts'

const url = 'https://kinkeep.example/page?token=abc'

describe.each(languages)('in %s', (language) => {
  const mails = {
    reset: () => passwordResetEmail({ language, name: 'Vera', url }),
    magic: () => magicLinkEmail({ language, name: 'Vera', url }),
    old: () => emailChangeEmail({ language, side: 'old', newEmail: 'new@example.org', url }),
    new: () => emailChangeEmail({ language, side: 'new', newEmail: 'new@example.org', url }),
    taken: () => addressTakenEmail({ language, signInUrl: url }),
    changed: () => passwordChangedEmail({ language, resetUrl: url }),
  }

  test.each(Object.entries(mails))('%s carries its link once in each version', async (_, write) => {
    const mail = await write()
    expect(mail.subject).toMatch(/^[^\r\n]{10,}$/)
    expect(/\p{Script=Cyrillic}/u.test(mail.subject)).toBe(language === 'ru')
    expect(mail.text.split(url)).toHaveLength(2)
    expect(mail.html.match(/href="[^"]*"/g)).toEqual([`href="${url}"`])
  })

  test('the last mail to an old address has nothing to click', async () => {
    const mail = await addressChangedEmail({ language })
    expect(mail.html).not.toContain('href')
  })

  test('neither a name nor an address becomes a link', async () => {
    const mail = await magicLinkEmail({ language, name: '<b>evil.example', url })
    expect(mail.html).not.toContain('<b>')
    expect(mail.text).not.toContain('evil.example')
    const change = await emailChangeEmail({ language, side: 'old', newEmail: 'a@evil.example', url })
    expect(change.text).not.toContain('evil.example')
  })
})
