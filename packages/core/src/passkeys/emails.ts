import type { Language } from '@kinkeep/contracts/languages'
import { type RenderedEmail, renderEmail } from '../platform/email-layout.ts'

interface PasskeyWords {
  language: Language
  news: 'added' | 'removed'
  securityUrl: string
}

/** Tells a person that there is one passkey more, or one less, to their account. */
export async function passkeyEmail({ language, news, securityUrl }: PasskeyWords): Promise<RenderedEmail> {
  const words = {
    en: {
      added: {
        subject: 'A passkey was added to your Kinkeep account',
        preview: 'You can now sign in with it.',
        heading: 'A new passkey',
        paragraphs: ['A passkey was added to your account. You can now sign in with it, without a password.'],
      },
      removed: {
        subject: 'A passkey was removed from your Kinkeep account',
        preview: 'It no longer opens your account.',
        heading: 'A passkey is gone',
        paragraphs: [
          'A passkey was removed from your account and no longer opens it. You can delete it on your device as well.',
        ],
      },
      label: 'See my passkeys',
      footnotes: [
        'Was it not you? Then sign in, remove what you do not know, sign out everywhere else and choose a new password.',
      ],
    },
    ru: {
      added: {
        subject: 'К вашему аккаунту Kinkeep добавлен ключ доступа',
        preview: 'Теперь с ним можно входить.',
        heading: 'Новый ключ доступа',
        paragraphs: ['К вашему аккаунту добавлен ключ доступа. Теперь с ним можно входить без пароля.'],
      },
      removed: {
        subject: 'Из вашего аккаунта Kinkeep удалён ключ доступа',
        preview: 'Войти с ним больше нельзя.',
        heading: 'Ключ доступа удалён',
        paragraphs: [
          'Из вашего аккаунта удалён ключ доступа, войти с ним больше нельзя. На устройстве его тоже можно удалить.',
        ],
      },
      label: 'Посмотреть ключи',
      footnotes: [
        'Это были не вы? Тогда войдите, удалите незнакомое, завершите остальные сеансы и смените пароль.',
      ],
    },
  }[language]
  const { label, footnotes } = words
  return renderEmail({ ...words[news], language, footnotes, action: { label, url: securityUrl } })
}
