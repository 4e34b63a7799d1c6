import type { Language } from '@kinkeep/contracts/languages'
import { type RenderedEmail, renderEmail } from '../platform/email-layout.ts'
import type { CodeUse } from './rules.ts'

interface CodeMail {
  language: Language
  code: string
  use: CodeUse
}

/** A code, and what it is for. Worth `limits.codeMinutes`. */
export async function codeEmail({ language, code, use }: CodeMail): Promise<RenderedEmail> {
  const { headings, ...words } = {
    en: {
      subject: 'Your code for Kinkeep',
      preview: 'It works for 10 minutes.',
      headings: {
        signIn: 'Your code to sign in',
        addPhone: 'Your code to add a number',
        confirm: 'Your code to confirm that it is you',
      },
      paragraphs: ['Type it on the page that asked for it.'],
      footnotes: [
        'The code works for 10 minutes, once. Tell it to nobody, whoever asks.',
        'Was it not you? Then somebody knows your password. Change it in the settings, under Security.',
      ],
    },
    ru: {
      subject: 'Ваш код для Kinkeep',
      preview: 'Он действует 10 минут.',
      headings: {
        signIn: 'Ваш код для входа',
        addPhone: 'Ваш код для добавления номера',
        confirm: 'Ваш код, чтобы подтвердить, что это вы',
      },
      paragraphs: ['Введите его на странице, которая его запросила.'],
      footnotes: [
        'Код действует 10 минут и только один раз. Никому его не говорите, кто бы ни спрашивал.',
        'Это были не вы? Значит, кто-то знает ваш пароль. Смените его в настройках, в разделе «Безопасность».',
      ],
    },
  }[language]
  return renderEmail({ ...words, heading: headings[use], language, code })
}
