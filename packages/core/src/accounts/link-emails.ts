import type { Language } from '@kinkeep/contracts/languages'
import { plainWords, type RenderedEmail, renderEmail } from '../platform/email-layout.ts'

interface LinkWords {
  language: Language
  name: string
  url: string
}

/** Leads to a page for a new password. The link is worth `limits.passwordResetMinutes`. */
export function passwordResetEmail({ language, name, url }: LinkWords): Promise<RenderedEmail> {
  const who = plainWords(name)
  const { label, ...words } = {
    en: {
      subject: 'A new password for Kinkeep',
      preview: 'Choose a new password with one click.',
      heading: `Hello, ${who}`,
      paragraphs: ['Here you can choose a new password. You will be signed out everywhere then.'],
      label: 'Choose a new password',
      footnotes: [
        'The link works once, and for an hour.',
        'Was it not you who asked? Then ignore this mail: your password stays as it is.',
      ],
    },
    ru: {
      subject: 'Новый пароль для Kinkeep',
      preview: 'Одно нажатие, и можно придумать новый пароль.',
      heading: `Здравствуйте, ${who}`,
      paragraphs: [
        'Здесь можно придумать новый пароль. После этого вы выйдете из Kinkeep на всех устройствах.',
      ],
      label: 'Придумать новый пароль',
      footnotes: [
        'Ссылка работает один раз и в течение часа.',
        'Это были не вы? Тогда не обращайте внимания на это письмо: пароль останется прежним.',
      ],
    },
  }[language]
  return renderEmail({ ...words, language, action: { label, url } })
}

/** Leads to a page that signs in by a click. The link is worth `limits.magicLinkMinutes`. */
export function magicLinkEmail({ language, name, url }: LinkWords): Promise<RenderedEmail> {
  const who = plainWords(name)
  const { label, ...words } = {
    en: {
      subject: 'Your link to Kinkeep',
      preview: 'Sign in with one click, without a password.',
      heading: `Hello, ${who}`,
      paragraphs: ['This link lets you in without a password, on the device on which you open it.'],
      label: 'Sign in to Kinkeep',
      footnotes: [
        'The link works once, and for 15 minutes. Please do not pass it on: it opens your account.',
        'Was it not you who asked? Then ignore this mail, and nothing will happen.',
      ],
    },
    ru: {
      subject: 'Ваша ссылка для входа в Kinkeep',
      preview: 'Войдите одним нажатием, без пароля.',
      heading: `Здравствуйте, ${who}`,
      paragraphs: ['По этой ссылке можно войти без пароля на том устройстве, где вы её откроете.'],
      label: 'Войти в Kinkeep',
      footnotes: [
        'Ссылка работает один раз и в течение 15 минут. Не пересылайте её: она открывает ваш аккаунт.',
        'Это были не вы? Тогда не обращайте внимания на это письмо, и ничего не произойдёт.',
      ],
    },
  }[language]
  return renderEmail({ ...words, language, action: { label, url } })
}

/** Asks one of two addresses whether the new one may take the place of the old one. */
export function emailChangeEmail({
  language,
  side,
  newEmail,
  url,
}: {
  language: Language
  side: 'old' | 'new'
  newEmail: string
  url: string
}): Promise<RenderedEmail> {
  const address = plainWords(newEmail)
  const words = {
    en: {
      subject:
        side === 'old' ? 'Your address at Kinkeep is to change' : 'Confirm your new address for Kinkeep',
      preview: 'Both addresses have to agree.',
      heading: side === 'old' ? 'Is this change yours?' : 'Is this address yours?',
      paragraphs: [
        side === 'old'
          ? `You asked to use ${address} for Kinkeep from now on. Confirm here that this was you. The new address gets a mail of its own, and both have to confirm.`
          : 'Somebody, probably you, wants to use this address for Kinkeep from now on. Confirm here that it is yours. The old address gets a mail of its own, and both have to confirm.',
      ],
      label: 'Confirm',
      footnotes: [
        'The link works for 24 hours. You will be signed out everywhere when the address has changed.',
        side === 'old'
          ? 'Was it not you? Then do not confirm, and change your password: somebody is in your account.'
          : 'Was it not you? Then ignore this mail, and nothing will happen.',
      ],
    },
    ru: {
      subject: side === 'old' ? 'Ваш адрес в Kinkeep меняется' : 'Подтвердите новый адрес для Kinkeep',
      preview: 'Подтвердить должны оба адреса.',
      heading: side === 'old' ? 'Это вы меняете адрес?' : 'Это ваш адрес?',
      paragraphs: [
        side === 'old'
          ? `Вы попросили впредь использовать для Kinkeep адрес ${address}. Подтвердите, что это были вы. На новый адрес придёт отдельное письмо: подтвердить нужно оба.`
          : 'Кто-то, вероятно вы, хочет впредь использовать этот адрес для Kinkeep. Подтвердите, что он ваш. На старый адрес придёт отдельное письмо: подтвердить нужно оба.',
      ],
      label: 'Подтвердить',
      footnotes: [
        'Ссылка работает 24 часа. Когда адрес сменится, вы выйдете из Kinkeep на всех устройствах.',
        side === 'old'
          ? 'Это были не вы? Тогда не подтверждайте и смените пароль: кто-то вошёл в ваш аккаунт.'
          : 'Это были не вы? Тогда не обращайте внимания на это письмо, и ничего не произойдёт.',
      ],
    },
  }[language]
  const { label, ...rest } = words
  return renderEmail({ ...rest, language, action: { label, url } })
}

/** Tells the owner of an account that somebody tried to move another account to its address. */
export function addressTakenEmail({
  language,
  signInUrl,
}: {
  language: Language
  signInUrl: string
}): Promise<RenderedEmail> {
  const { label, ...words } = {
    en: {
      subject: 'You already have a Kinkeep account',
      preview: 'This address cannot be used a second time.',
      heading: 'This address has an account',
      paragraphs: [
        'Somebody, probably you, wanted to use this address for another Kinkeep account. It has one already, so nothing was changed. If both are yours, you can join them in the security settings.',
      ],
      label: 'Sign in',
      footnotes: ['Was it not you? Then ignore this mail. Nothing about your account has changed.'],
    },
    ru: {
      subject: 'У вас уже есть аккаунт Kinkeep',
      preview: 'Этот адрес нельзя использовать второй раз.',
      heading: 'У этого адреса уже есть аккаунт',
      paragraphs: [
        'Кто-то, вероятно вы, хотел использовать этот адрес для другого аккаунта Kinkeep. Один у него уже есть, поэтому ничего не изменилось. Если оба ваши, их можно объединить в настройках безопасности.',
      ],
      label: 'Войти',
      footnotes: ['Это были не вы? Тогда не обращайте внимания на это письмо. Ничего не изменилось.'],
    },
  }[language]
  return renderEmail({ ...words, language, action: { label, url: signInUrl } })
}

/** The last mail to an address that is no longer the account's. */
export function addressChangedEmail({ language }: { language: Language }): Promise<RenderedEmail> {
  const words = {
    en: {
      subject: 'Your address at Kinkeep has changed',
      preview: 'From now on, mails go to the new one.',
      heading: 'Your address has changed',
      paragraphs: [
        'Both addresses have confirmed it: your Kinkeep account now has the new one, and this is the last mail to the old one. You have been signed out everywhere.',
      ],
      footnotes: ['Was it not you? Then please write at once to whoever runs this Kinkeep.'],
    },
    ru: {
      subject: 'Ваш адрес в Kinkeep изменился',
      preview: 'Теперь письма будут приходить на новый.',
      heading: 'Ваш адрес изменился',
      paragraphs: [
        'Оба адреса это подтвердили: у вашего аккаунта Kinkeep теперь новый адрес, а это последнее письмо на старый. Вы вышли из Kinkeep на всех устройствах.',
      ],
      footnotes: ['Это были не вы? Тогда сразу напишите тому, у кого работает этот Kinkeep.'],
    },
  }[language]
  return renderEmail({ ...words, language })
}

/** Tells a person that their password is another one now. */
export function passwordChangedEmail({
  language,
  resetUrl,
}: {
  language: Language
  resetUrl: string
}): Promise<RenderedEmail> {
  const { label, ...words } = {
    en: {
      subject: 'Your Kinkeep password was changed',
      preview: 'Everybody else was signed out.',
      heading: 'Your password was changed',
      paragraphs: ['Your Kinkeep account has a new password. Other devices were signed out.'],
      label: 'It was not me',
      footnotes: ['Was it you? Then there is nothing to do. The button is for when it was not.'],
    },
    ru: {
      subject: 'Пароль в Kinkeep изменён',
      preview: 'На других устройствах вы вышли.',
      heading: 'Пароль изменён',
      paragraphs: ['У вашего аккаунта Kinkeep новый пароль. На других устройствах вы вышли.'],
      label: 'Это был не я',
      footnotes: ['Если это были вы, ничего делать не нужно. Кнопка на случай, если не вы.'],
    },
  }[language]
  return renderEmail({ ...words, language, action: { label, url: resetUrl } })
}
