import { expect, test } from 'vitest'
import { plainWords, renderEmail } from './email-layout.ts'

const content = {
  language: 'en',
  subject: 'A subject',
  preview: 'A preview',
  heading: 'A heading',
  paragraphs: ['First.', 'Second.'],
  action: { label: 'Go on', url: 'https://kinkeep.example/on?token=abc' },
  footnotes: ['Small print.'],
} as const

test('everything said is in both versions, and the address once in each', async () => {
  const { html, text } = await renderEmail(content)
  for (const words of ['A heading', 'First.', 'Second.', 'Go on', 'Small print.']) {
    expect(html).toContain(words)
    expect(text).toContain(words)
  }
  expect(html.split(content.action.url)).toHaveLength(2)
  expect(text.split(content.action.url)).toHaveLength(2)
})

test('nothing is loaded from anywhere: no picture, style sheet, font or script', async () => {
  const { html } = await renderEmail(content)
  expect(html).not.toMatch(/<(img|link|script|iframe|base)\b|url\(|@import|\bsrc=/i)
})

test('a subject stays one line, whatever it was made of', async () => {
  const { subject } = await renderEmail({ ...content, subject: 'Hello\r\nBcc: everyone@example.org\u2028x' })
  expect(subject).toBe('Hello Bcc: everyone@example.org x')
})

test('markup in the words is shown, not obeyed', async () => {
  const { html } = await renderEmail({ ...content, heading: '<script>alert(1)</script> & <a href="x">' })
  expect(html).not.toMatch(/<script|<a href="x"/)
  expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;a href=')
})

test.each(['evil.example', 'https://evil.example/path', 'win@evil.example', 'evil.example:8080'])(
  'a mail program finds no address in %s',
  (typed) => {
    expect(plainWords(typed)).not.toMatch(/[.:@/][^\s\u200b/]/)
    expect(plainWords(typed).replaceAll('\u200b', '')).toBe(typed)
  },
)

test('names of people stay as they are, without marks that turn the writing', () => {
  expect(plainWords('J. R. Ewing, Jr.')).toBe('J. R. Ewing, Jr.')
  expect(plainWords('Анна-Мария О’Нил')).toBe('Анна-Мария О’Нил')
  expect(plainWords('\u202eanna\u2066')).toBe('anna')
})
