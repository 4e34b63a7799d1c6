import type { Language } from '@kinkeep/contracts/languages'
import type { Sheet } from '../platform/pdf-sheet.ts'

interface RecoverySheet {
  codes: readonly string[]
  email: string
  madeAt: Date
  timeZone: string
}

/** What the printed sheet of recovery codes says. */
export function recoverySheet(
  language: Language,
  { codes, email, madeAt, timeZone }: RecoverySheet,
): Sheet & { fileName: string } {
  const date = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    dateStyle: 'long',
    timeZone,
  }).format(madeAt)
  const words = {
    en: {
      fileName: 'kinkeep-recovery-codes.pdf',
      title: 'Recovery codes',
      paragraphs: [
        `Made on ${date} for the account ${email}.`,
        'If your phone is lost or broken, one of these codes signs you in together with your password. Each code works once: cross it out when you have used it.',
      ],
      footnotes: [
        'Keep this sheet where you keep passports and house keys, not beside the computer.',
        'New codes can be made in Settings, under Security. These ones stop working then.',
      ],
    },
    ru: {
      fileName: 'kinkeep-recovery-codes.pdf',
      title: 'Резервные коды',
      paragraphs: [
        `Созданы ${date} для аккаунта ${email}.`,
        'Если телефон потерян или сломан, один из этих кодов вместе с паролем поможет войти. Каждый код работает один раз: использовали, вычеркните.',
      ],
      footnotes: [
        'Храните этот лист там же, где паспорта и ключи от дома, а не рядом с компьютером.',
        'Новые коды можно создать в настройках, в разделе «Безопасность». Эти после этого перестанут работать.',
      ],
    },
  }[language]
  return { ...words, language, codes }
}
