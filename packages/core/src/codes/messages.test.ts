import { languages } from '@kinkeep/contracts/languages'
import { expect, test } from 'vitest'
import { codeEmail } from './emails.ts'
import { codeText } from './sms-rules.ts'

const uses = ['signIn', 'addPhone', 'confirm'] as const
const cases = languages.flatMap((language) => uses.map((use) => ({ language, use })))
const code = '012345'

test.each(cases)('an SMS in $language to $use', ({ language, use }) => {
  const lines = codeText({ language, code, use, host: 'kinkeep.test' }).split('\n')
  expect(lines[0]).toMatch(/^012345\b/)
  expect(lines.at(-1)).toBe('@kinkeep.test #012345')
  // Two parts of Cyrillic: more would cost more and could arrive in another order.
  expect(lines.join('\n').length).toBeLessThanOrEqual(134)
})

test.each(cases)(
  'a mail in $language to $use has the code in its text and not in its subject',
  async (given) => {
    const { subject, text, html } = await codeEmail({ ...given, code })
    expect(text).toContain(code)
    expect(html).toContain(code)
    expect(subject).not.toContain(code)
    expect(text).not.toContain('undefined')
  },
)
