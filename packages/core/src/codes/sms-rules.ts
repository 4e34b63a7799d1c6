import type { Language } from '@kinkeep/contracts/languages'
import type { CodeUse } from './rules.ts'

interface CodeWords {
  language: Language
  code: string
  use: CodeUse
  /** Of the pages on which the code may be typed. */
  host: string
}

/**
 * An SMS with a code. It says what the code does, so that nobody reads it out to a stranger for something else.
 * The last line lets a phone fill it in, on our own pages only: https://wicg.github.io/sms-one-time-codes/
 */
export function codeText({ language, code, use, host }: CodeWords): string {
  const words = {
    en: {
      signIn: `${code} signs you in to Kinkeep. Tell it to nobody.`,
      addPhone: `${code} adds this number to your Kinkeep. Tell it to nobody.`,
      confirm: `${code} confirms that it is you, on Kinkeep. Tell it to nobody.`,
    },
    ru: {
      signIn: `${code}: код входа в Kinkeep. Никому его не говорите.`,
      addPhone: `${code}: код для добавления номера в Kinkeep. Никому его не говорите.`,
      confirm: `${code}: код подтверждения в Kinkeep. Никому его не говорите.`,
    },
  }[language][use]
  return `${words}\n\n@${host} #${code}`
}
