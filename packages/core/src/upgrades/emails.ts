import type { Language } from '@kinkeep/contracts/languages'
import { plainWords, type RenderedEmail, renderEmail } from '../platform/email-layout.ts'

interface Upgrade {
  language: Language
  childName: string
  circleName: string
  requestedBy: string
  url: string
  expiresAt: Date
  /** Where the sender's calendar is, as nothing is known of the reader's. */
  timeZone: string
}

/** Offers a young adult an account of their own. All names are other people's words: shown as text, never as links. */
export async function upgradeEmail(upgrade: Upgrade): Promise<RenderedEmail> {
  const { language, url, expiresAt, timeZone } = upgrade
  const child = plainWords(upgrade.childName)
  const circle = plainWords(upgrade.circleName)
  const who = plainWords(upgrade.requestedBy)
  const lastDay = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone }).format(expiresAt)
  const words = {
    en: {
      subject: `${child}, an account of your own in “${circle}”`,
      preview: 'Your profile there becomes yours.',
      heading: `${child}, your own account is waiting`,
      paragraphs: [
        `In the circle “${circle}” on Kinkeep there is a profile of ${child}: photos, notes and how you grew. ` +
          `${who} would like it to be yours now.`,
        'With an account of your own you are a member of the circle, and you decide about your profile: you change ' +
          'it, take away what you do not want to be kept, or delete it.',
      ],
      label: 'See what it is about',
      footnotes: [
        `The link works until ${lastDay}, and for this address only. Looking at it changes nothing yet.`,
        `Do you not know ${who}? Then ignore this mail, and nothing will happen.`,
      ],
    },
    ru: {
      subject: `${child}, ваш собственный аккаунт в круге «${circle}»`,
      preview: 'Ваш профиль становится вашим.',
      heading: `${child}, вас ждёт собственный аккаунт`,
      paragraphs: [
        `В круге «${circle}» на Kinkeep есть профиль: ${child}. Там хранятся фотографии, заметки и то, как вы росли. ` +
          `${who} хочет передать его вам.`,
        'С собственным аккаунтом вы станете участником круга и будете сами решать, что делать с профилем: изменить ' +
          'его, убрать то, что вы не хотите хранить, или удалить совсем.',
      ],
      label: 'Посмотреть, о чём речь',
      footnotes: [
        `Ссылка действует до ${lastDay} и только для этого адреса. Если её открыть, ничего ещё не изменится.`,
        'Имя вам незнакомо? Тогда просто не обращайте внимания на это письмо, и ничего не произойдёт.',
      ],
    },
  }[language]
  const { label, ...rest } = words
  return renderEmail({ ...rest, language, action: { label, url } })
}
