import type { Language } from '@kinkeep/contracts/languages'
import { plainWords, type RenderedEmail, renderEmail } from '../platform/email-layout.ts'

interface SignUpWords {
  language: Language
  /** As typed at sign-up, perhaps by a stranger: shown as text, never as a link. */
  name: string
  confirmUrl: string
}

/** Asks whoever reads this address to confirm a sign-up. The link is worth `limits.confirmationHours`. */
export async function signUpEmail({ language, name, confirmUrl }: SignUpWords): Promise<RenderedEmail> {
  const who = plainWords(name)
  const words = {
    en: {
      subject: 'Confirm your address for Kinkeep',
      preview: 'One click, and your account is ready.',
      heading: `Welcome, ${who}`,
      paragraphs: ['Good to have you here. Confirm that this address is yours, and your account is ready.'],
      label: 'Confirm my address',
      footnotes: [
        'The link works for 24 hours.',
        'Was it not you who signed up? Then ignore this mail, and nothing will happen.',
      ],
    },
    ru: {
      subject: 'Подтвердите адрес для Kinkeep',
      preview: 'Одно нажатие, и всё готово.',
      heading: `Добро пожаловать, ${who}`,
      paragraphs: ['Мы вам рады. Подтвердите, что это ваш адрес, и аккаунт готов.'],
      label: 'Подтвердить адрес',
      footnotes: [
        'Ссылка работает 24 часа.',
        'Это были не вы? Тогда просто не обращайте внимания на это письмо, и ничего не произойдёт.',
      ],
    },
  }[language]
  const { label, ...rest } = words
  return renderEmail({ ...rest, language, action: { label, url: confirmUrl } })
}

/** Tells the owner of an account that somebody tried to sign up with its address. */
export async function alreadyRegisteredEmail({
  language,
  signInUrl,
}: {
  language: Language
  signInUrl: string
}): Promise<RenderedEmail> {
  const words = {
    en: {
      subject: 'You already have a Kinkeep account',
      preview: 'There is nothing to confirm: just sign in.',
      heading: 'You are already at home here',
      paragraphs: [
        'Somebody, probably you, has just tried to sign up for Kinkeep with this address. You have an account already, so there is nothing to confirm: just sign in.',
      ],
      label: 'Sign in',
      footnotes: ['Was it not you? Then ignore this mail. Nothing about your account has changed.'],
    },
    ru: {
      subject: 'У вас уже есть аккаунт Kinkeep',
      preview: 'Подтверждать ничего не нужно: просто войдите.',
      heading: 'Вы здесь уже свои',
      paragraphs: [
        'Кто-то, вероятно вы, сейчас пытался зарегистрироваться в Kinkeep с этим адресом. Аккаунт у вас уже есть, подтверждать ничего не нужно: просто войдите.',
      ],
      label: 'Войти',
      footnotes: [
        'Это были не вы? Тогда не обращайте внимания на это письмо. С вашим аккаунтом ничего не изменилось.',
      ],
    },
  }[language]
  const { label, ...rest } = words
  return renderEmail({ ...rest, language, action: { label, url: signInUrl } })
}
