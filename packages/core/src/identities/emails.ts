import type { IdentityProviderId } from '@kinkeep/contracts/identity-providers'
import type { Language } from '@kinkeep/contracts/languages'
import { plainWords, type RenderedEmail, renderEmail } from '../platform/email-layout.ts'

/** As their owners write them. */
const providerNames: Record<IdentityProviderId, string> = {
  google: 'Google',
  apple: 'Apple',
  facebook: 'Facebook',
  github: 'GitHub',
  vk: 'VK ID',
  telegram: 'Telegram',
}

interface IdentityWords {
  language: Language
  provider: IdentityProviderId
  happened: 'linked' | 'unlinked'
  securityUrl: string
}

/** Tells that an account can be opened by another provider from now on, or by one fewer. */
export async function identityEmail({
  language,
  provider,
  happened,
  securityUrl,
}: IdentityWords): Promise<RenderedEmail> {
  const who = providerNames[provider]
  const words = {
    en: {
      linked: {
        subject: `${who} was linked to your Kinkeep account`,
        preview: 'You can sign in with it from now on.',
        heading: `${who} is linked`,
        paragraphs: [`From now on you can sign in to Kinkeep with ${who}.`],
      },
      unlinked: {
        subject: `${who} was unlinked from your Kinkeep account`,
        preview: 'It no longer opens your account.',
        heading: `${who} is unlinked`,
        paragraphs: [`Signing in with ${who} no longer opens your account.`],
      },
      label: 'Look at my security',
      footnotes: ['Was it not you? Then end all other sessions there and change your password.'],
    },
    ru: {
      linked: {
        subject: `К вашему аккаунту Kinkeep привязан ${who}`,
        preview: 'Теперь через него можно входить.',
        heading: `${who} привязан`,
        paragraphs: [`Теперь в Kinkeep можно входить через ${who}.`],
      },
      unlinked: {
        subject: `От вашего аккаунта Kinkeep отвязан ${who}`,
        preview: 'Через него больше не войти.',
        heading: `${who} отвязан`,
        paragraphs: [`Вход через ${who} больше не открывает ваш аккаунт.`],
      },
      label: 'Посмотреть безопасность',
      footnotes: ['Это были не вы? Тогда завершите там все остальные сеансы и смените пароль.'],
    },
  }[language]
  const { label, footnotes } = words
  return renderEmail({ ...words[happened], footnotes, language, action: { label, url: securityUrl } })
}

interface MergeWords {
  language: Language
  /** Of the account that stays. */
  keptEmail: string
  mergedEmail: string
  signInUrl: string
}

/** Tells both addresses of a merge what became of their accounts. */
export async function mergeEmail({
  language,
  keptEmail,
  mergedEmail,
  signInUrl,
}: MergeWords): Promise<RenderedEmail> {
  const [kept, merged] = [plainWords(keptEmail), plainWords(mergedEmail)]
  const words = {
    en: {
      subject: 'Two Kinkeep accounts became one',
      preview: 'What was in both is in one now.',
      heading: 'Two accounts became one',
      paragraphs: [
        `The account of ${merged} was merged into the account of ${kept}. Its circles, keeps and ways to sign in are there now, and the account of ${merged} is no more.`,
        `Sign in with ${kept} from now on. All sessions of both accounts have ended.`,
      ],
      label: 'Sign in',
      footnotes: ['Was it not you? Then reset the password of the remaining account at once.'],
    },
    ru: {
      subject: 'Два аккаунта Kinkeep стали одним',
      preview: 'Всё, что было в обеих, теперь в одной.',
      heading: 'Два аккаунта стали одним',
      paragraphs: [
        `Аккаунт ${merged} объединён с аккаунтом ${kept}. Его круги, воспоминания и способы входа теперь там, а аккаунта ${merged} больше нет.`,
        `Теперь входите с адресом ${kept}. Все сеансы обоих аккаунтов завершены.`,
      ],
      label: 'Войти',
      footnotes: ['Это были не вы? Тогда сразу сбросьте пароль оставшегося аккаунта.'],
    },
  }[language]
  const { label, ...rest } = words
  return renderEmail({ ...rest, language, action: { label, url: signInUrl } })
}
