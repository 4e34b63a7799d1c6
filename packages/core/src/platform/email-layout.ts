import type { Language } from '@kinkeep/contracts/languages'
import { Body, Button, Container, Head, Heading, Hr, Html, Preview, Text } from '@react-email/components'
import { render } from '@react-email/render'
import { type CSSProperties, createElement, type ReactElement } from 'react'

export interface EmailContent {
  language: Language
  subject: string
  /** What a mail program shows beside the subject. */
  preview: string
  heading: string
  paragraphs: readonly string[]
  /** The one thing to do; its address appears once in each version. */
  action?: { label: string; url: string }
  /** To be typed elsewhere. Never in the subject, which mail servers log. */
  code?: string
  /** Small print: how long it works, what to do if it was not meant for the reader. */
  footnotes: readonly string[]
}

export interface RenderedEmail {
  subject: string
  html: string
  text: string
}

const footers: Record<Language, string> = {
  en: 'Kinkeep, a private home for your family’s days.',
  ru: 'Kinkeep: тихое место для ваших семейных дней.',
}

/** Every mail of Kinkeep: one column, one button, nothing loaded from anywhere, and the same words as plain text. */
export async function renderEmail(content: EmailContent): Promise<RenderedEmail> {
  return {
    subject: oneLine(content.subject),
    html: await render(createLayout(content)),
    text: toText(content),
  }
}

/**
 * Text that a person typed, for use inside a mail. It may come from a stranger, and mail programs make links of
 * whatever looks like one: a zero-width space after the joints of an address keeps `evil.example` plain text.
 * Marks that turn the direction of writing are left out, so that it cannot reorder the words around it.
 */
export function plainWords(typed: string): string {
  return oneLine(typed)
    .replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/(?<=\S)[.:@/](?=\S)/g, '$&\u200b')
}

/** No line can begin inside it, so that it can never become a header of its own. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()
}

function toText({ language, heading, paragraphs, code, action, footnotes }: EmailContent): string {
  return [
    heading,
    ...paragraphs,
    ...(code === undefined ? [] : [code]),
    ...(action ? [`${action.label}:\n${action.url}`] : []),
    ...footnotes,
    `-- \n${footers[language]}`,
  ]
    .join('\n\n')
    .concat('\n')
}

const sans = "Onest, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
const serif = "Literata, Georgia, 'Times New Roman', serif"

/** The light colours stand inline, for programs that drop a style sheet; the others follow the reader's theme. */
const darkTheme = `
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (prefers-color-scheme: dark) {
  .paper, .paper td { background-color: #171513 !important; }
  .surface, .surface td { background-color: #211e1b !important; border-color: #39332d !important; }
  .ink { color: #f4eee6 !important; }
  .muted { color: #b9aea2 !important; }
  .accent { color: #97ccb6 !important; }
  .line { border-color: #39332d !important; }
  .button { background-color: #97ccb6 !important; color: #10291f !important; }
}`

const styles = {
  page: { margin: '0', padding: '24px 12px', backgroundColor: '#faf7f1', fontFamily: sans },
  wordmark: {
    margin: '0 0 20px',
    color: '#2b5b4d',
    fontFamily: serif,
    fontSize: '24px',
    lineHeight: '32px',
    fontWeight: '600',
    textAlign: 'center',
  },
  card: {
    maxWidth: '520px',
    padding: '32px 28px',
    backgroundColor: '#fffefb',
    border: '1px solid #e5dccf',
    borderRadius: '20px',
  },
  heading: {
    margin: '0 0 16px',
    color: '#2a2420',
    fontFamily: serif,
    fontSize: '25px',
    lineHeight: '32px',
    fontWeight: '600',
  },
  paragraph: { margin: '0 0 16px', color: '#2a2420', fontSize: '17px', lineHeight: '26px' },
  button: {
    margin: '8px 0 24px',
    padding: '14px 28px',
    backgroundColor: '#2b5b4d',
    color: '#fffefb',
    fontSize: '17px',
    fontWeight: '600',
    borderRadius: '12px',
  },
  code: {
    margin: '8px 0 24px',
    color: '#2b5b4d',
    fontFamily: "ui-monospace, 'SF Mono', Menlo, Consolas, monospace",
    fontSize: '34px',
    lineHeight: '40px',
    fontWeight: '600',
    letterSpacing: '6px',
  },
  line: { margin: '0 0 20px', border: 'none', borderTop: '1px solid #e5dccf' },
  footnote: { margin: '0 0 8px', color: '#655a50', fontSize: '15px', lineHeight: '22px' },
  footer: {
    margin: '20px 0 0',
    color: '#655a50',
    fontSize: '13px',
    lineHeight: '18px',
    textAlign: 'center',
  },
} as const satisfies Record<string, CSSProperties>

function createLayout({
  language,
  preview,
  heading,
  paragraphs,
  action,
  code,
  footnotes,
}: EmailContent): ReactElement {
  return createElement(
    Html,
    { lang: language, dir: 'ltr' },
    createElement(
      Head,
      null,
      createElement('meta', { name: 'viewport', content: 'width=device-width' }),
      createElement('meta', { name: 'color-scheme', content: 'light dark' }),
      createElement('meta', { name: 'supported-color-schemes', content: 'light dark' }),
      createElement('meta', {
        name: 'format-detection',
        content: 'telephone=no,date=no,address=no,email=no,url=no',
      }),
      createElement('style', null, darkTheme),
    ),
    createElement(
      Body,
      { style: styles.page, className: 'paper' },
      createElement(Preview, null, preview),
      createElement(Text, { style: styles.wordmark, className: 'accent' }, 'Kinkeep'),
      createElement(
        Container,
        { style: styles.card, className: 'surface' },
        createElement(Heading, { as: 'h1', style: styles.heading, className: 'ink' }, heading),
        ...paragraphs.map((paragraph) =>
          createElement(Text, { style: styles.paragraph, className: 'ink' }, paragraph),
        ),
        code !== undefined && createElement(Text, { style: styles.code, className: 'accent' }, code),
        action &&
          createElement(
            Button,
            { href: action.url, style: styles.button, className: 'button' },
            action.label,
          ),
        createElement(Hr, { style: styles.line, className: 'line' }),
        ...footnotes.map((footnote) =>
          createElement(Text, { style: styles.footnote, className: 'muted' }, footnote),
        ),
      ),
      createElement(Text, { style: styles.footer, className: 'muted' }, footers[language]),
    ),
  )
}
