import { languages } from '@kinkeep/contracts/languages'
import { invitableRoles } from '@kinkeep/contracts/roles'
import { describe, expect, test } from 'vitest'
import { invitationEmail } from './emails.ts'

const invitation = {
  language: 'en',
  circleName: 'The Smiths',
  invitedBy: 'Anna',
  role: 'member',
  acceptUrl: 'https://kinkeep.example/invitations/abc',
  expiresAt: new Date('2026-03-31T22:30:00Z'),
  timeZone: 'Europe/London',
} as const

describe.each(languages)('in %s', (language) => {
  test('says who invites where, and carries the link once in each version', async () => {
    const mail = await invitationEmail({ ...invitation, language })
    expect(mail.subject).toMatch(/^[^\r\n]+$/)
    for (const part of [mail.subject, mail.html, mail.text]) {
      expect(part).toContain('Anna')
      expect(part).toContain('The Smiths')
    }
    for (const version of [mail.html, mail.text]) {
      expect(version.split(invitation.acceptUrl)).toHaveLength(2)
    }
  })

  test('says something else for each role', async () => {
    const texts = await Promise.all(
      invitableRoles.map(async (role) => (await invitationEmail({ ...invitation, language, role })).text),
    )
    expect(new Set(texts).size).toBe(invitableRoles.length)
  })

  test('names are words: neither markup, nor a link, nor a header', async () => {
    const mail = await invitationEmail({
      ...invitation,
      language,
      invitedBy: 'Bank\r\nBcc: all@evil.example',
      circleName: '<script>x</script> https://evil.example',
    })
    expect(mail.subject).toMatch(/^[^\r\n]+$/)
    expect(mail.html).not.toContain('<script')
    expect(mail.html.match(/href="[^"]*"/g)).toEqual([`href="${invitation.acceptUrl}"`])
    for (const part of [mail.subject, mail.html, mail.text])
      expect(part).not.toMatch(/evil\.example|:\/\/evil/)
  })
})

test('the last day is the one in the calendar of the reader', async () => {
  const inLondon = await invitationEmail(invitation)
  const inTokyo = await invitationEmail({ ...invitation, timeZone: 'Asia/Tokyo' })
  const inMoscow = await invitationEmail({ ...invitation, language: 'ru', timeZone: 'Europe/Moscow' })
  expect(inLondon.text).toContain('March 31, 2026')
  expect(inTokyo.text).toContain('April 1, 2026')
  expect(inMoscow.text).toContain('1 апреля 2026')
})
