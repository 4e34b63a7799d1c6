import type { Language } from '@kinkeep/contracts/languages'
import { type RenderedEmail, renderEmail } from '../platform/email-layout.ts'
import type { PhoneNews } from './jobs.ts'

interface PhoneMail {
  language: Language
  news: PhoneNews
  /** Masked. */
  number: string
  securityUrl: string
}

/** Tells a person what happened to the phone number of their account, so that they notice when it was not them. */
export async function phoneEmail({ language, news, number, securityUrl }: PhoneMail): Promise<RenderedEmail> {
  const words = { en: english, ru: russian }[language](number)
  const { subject, text, note = words.notYou } = words[news]
  return renderEmail({
    language,
    subject,
    preview: text,
    heading: subject,
    paragraphs: [text],
    action: { label: words.label, url: securityUrl },
    footnotes: [note],
  })
}

type Words = Record<PhoneNews, { subject: string; text: string; note?: string }> & {
  label: string
  notYou: string
}

function english(number: string): Words {
  return {
    label: 'Look at my security settings',
    notYou:
      'Was it not you? Then remove the number now, change your password and sign out everywhere: all of it is on the page behind the button.',
    linked: {
      subject: 'A phone number was added to your Kinkeep account',
      text: `From now on a code sent to ${number} signs you in.`,
    },
    changed: {
      subject: 'The phone number of your Kinkeep account was changed',
      text: `From now on codes go to ${number}. The number before it no longer signs anybody in.`,
    },
    unlinked: {
      subject: 'The phone number was removed from your Kinkeep account',
      text: 'It no longer signs anybody in, and gets no codes from us.',
      note: 'Was it not you? Then change your password now and sign out everywhere: both are on the page behind the button.',
    },
    claimed: {
      subject: 'Somebody else uses your phone number',
      text: `Somebody with another Kinkeep account has just shown that messages to ${number} reach them. The number stays with your account, and they could not add it to theirs.`,
      note: 'Do you share the number, in a family perhaps? Then there is nothing to do. If it is no longer yours, please remove it from your account: whoever has it now could sign in with it.',
    },
    usedAgain: {
      subject: 'Your phone number was used to sign in',
      text: `After a long time, somebody signed in to your Kinkeep account with a code sent to ${number}.`,
    },
  }
}

function russian(number: string): Words {
  return {
    label: 'Открыть настройки безопасности',
    notYou:
      'Это были не вы? Тогда прямо сейчас удалите номер, смените пароль и выйдите на всех устройствах: всё это на странице за этой кнопкой.',
    linked: {
      subject: 'К вашему аккаунту Kinkeep добавлен номер телефона',
      text: `Теперь можно войти с кодом, который придёт на ${number}.`,
    },
    changed: {
      subject: 'Номер телефона вашего аккаунта Kinkeep изменён',
      text: `Теперь коды приходят на ${number}. С прежним номером войти больше нельзя.`,
    },
    unlinked: {
      subject: 'Номер телефона удалён из вашего аккаунта Kinkeep',
      text: 'С ним больше нельзя войти, и кодов от нас на него не будет.',
      note: 'Это были не вы? Тогда прямо сейчас смените пароль и выйдите на всех устройствах: и то и другое на странице за этой кнопкой.',
    },
    claimed: {
      subject: 'Вашим номером телефона пользуется кто-то ещё',
      text: `Кто-то с другим аккаунтом Kinkeep только что показал, что получает сообщения на ${number}. Номер остаётся за вашим аккаунтом, добавить его к своему они не смогли.`,
      note: 'У вас общий номер, например, в семье? Тогда ничего делать не нужно. Если номер больше не ваш, пожалуйста, удалите его из аккаунта: тот, у кого он теперь, мог бы с ним войти.',
    },
    usedAgain: {
      subject: 'По вашему номеру телефона вошли в Kinkeep',
      text: `После долгого перерыва кто-то вошёл в ваш аккаунт Kinkeep с кодом, отправленным на ${number}.`,
    },
  }
}
