import type { Language } from '@kinkeep/contracts/languages'
import type { InvitableRole } from '@kinkeep/contracts/roles'
import { plainWords, type RenderedEmail, renderEmail } from '../platform/email-layout.ts'

interface Invitation {
  language: Language
  circleName: string
  /** The inviting person's name. */
  invitedBy: string
  role: InvitableRole
  acceptUrl: string
  expiresAt: Date
  /** Where the reader's calendar is: the last day is written as it is there. */
  timeZone: string
}

const roleSentences: Record<Language, Record<InvitableRole, string>> = {
  en: {
    admin: 'You would join as an admin: you can add photos and notes, and invite others.',
    member: 'You would join as a member: you see everything there and add photos and notes of your own.',
    viewer: 'You would join as a viewer: you see everything that is kept there.',
  },
  ru: {
    admin: 'Ваша роль: администратор. Вы сможете добавлять фотографии и заметки и приглашать других.',
    member: 'Ваша роль: участник. Вы будете видеть всё и сможете добавлять свои фотографии и заметки.',
    viewer: 'Ваша роль: зритель. Вы будете видеть всё, что там хранится.',
  },
}

/** Invites an address to a circle. Both names are other people's words: shown as text, never as links. */
export async function invitationEmail(invitation: Invitation): Promise<RenderedEmail> {
  const { language, role, acceptUrl, expiresAt, timeZone } = invitation
  const who = plainWords(invitation.invitedBy)
  const circle = plainWords(invitation.circleName)
  const roleSentence = roleSentences[language][role]
  const lastDay = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone }).format(expiresAt)
  const words = {
    en: {
      subject: `${who} invites you to “${circle}”`,
      preview: 'A private place for photos and notes, only for the people in it.',
      heading: `Join “${circle}”`,
      paragraphs: [
        `${who} invites you to the circle “${circle}” on Kinkeep, a private place for photos, notes and milestones.`,
        roleSentence,
      ],
      label: 'See the invitation',
      footnotes: [
        `The invitation is open until ${lastDay}. It is for this address only.`,
        `Do you not know ${who}? Then ignore this mail, and nothing will happen.`,
      ],
    },
    ru: {
      subject: `${who} приглашает вас в круг «${circle}»`,
      preview: 'Закрытое место для фотографий и заметок, только для своих.',
      heading: `Круг «${circle}» ждёт вас`,
      paragraphs: [
        `${who} приглашает вас в круг «${circle}» на Kinkeep: это закрытое место для фотографий, заметок и вех.`,
        roleSentence,
      ],
      label: 'Посмотреть приглашение',
      footnotes: [
        `Приглашение действует до ${lastDay} и только для этого адреса.`,
        'Имя вам незнакомо? Тогда просто не обращайте внимания на это письмо, и ничего не произойдёт.',
      ],
    },
  }[language]
  const { label, ...rest } = words
  return renderEmail({ ...rest, language, action: { label, url: acceptUrl } })
}
