import type { Language } from '@kinkeep/contracts/languages'
import { type RenderedEmail, renderEmail } from '../platform/email-layout.ts'

interface Dated {
  language: Language
  /** Where the reader's calendar is: the day is written as it is there. */
  timeZone: string
}

/** Tells that an export can be fetched, with the link that works once. */
export async function exportReadyEmail({
  language,
  timeZone,
  downloadUrl,
  expiresAt,
}: Dated & { downloadUrl: string; expiresAt: Date }): Promise<RenderedEmail> {
  const lastDay = dayIn(language, timeZone, expiresAt)
  const words = {
    en: {
      subject: 'Your Kinkeep data is ready',
      preview: 'Everything about you, in one file.',
      heading: 'Your data is ready',
      paragraphs: [
        'You asked for everything that Kinkeep has about you. It is in one ZIP file now. Sign in and take it.',
      ],
      label: 'Get my data',
      footnotes: [
        `The link works once, until ${lastDay}, and only for you. After that the file is deleted.`,
        'Was it not you who asked? Then change your password, and look at your sessions under Security.',
      ],
    },
    ru: {
      subject: 'Ваши данные из Kinkeep готовы',
      preview: 'Всё о вас в одном файле.',
      heading: 'Ваши данные готовы',
      paragraphs: [
        'Вы просили собрать всё, что Kinkeep хранит о вас. Теперь это один файл ZIP. Войдите и заберите его.',
      ],
      label: 'Забрать данные',
      footnotes: [
        `Ссылка сработает один раз, до ${lastDay}, и только для вас. Потом файл будет удалён.`,
        'Это были не вы? Тогда смените пароль и проверьте сеансы в разделе «Безопасность».',
      ],
    },
  }[language]
  const { label, ...rest } = words
  return renderEmail({ ...rest, language, action: { label, url: downloadUrl } })
}

/** Tells that an account will be deleted, with the link that keeps it. */
export async function deletionEmail({
  language,
  timeZone,
  keepUrl,
  dueAt,
}: Dated & { keepUrl: string; dueAt: Date }): Promise<RenderedEmail> {
  const day = dayIn(language, timeZone, dueAt)
  const words = {
    en: {
      subject: `Your Kinkeep account will be deleted on ${day}`,
      preview: 'Until then you can change your mind.',
      heading: 'Your account will be deleted',
      paragraphs: [
        `You asked to delete your account. It will be gone on ${day}, with everything in it. Until then one click keeps it, also when you cannot sign in any more.`,
      ],
      label: 'Keep my account',
      footnotes: [
        'Your other devices are signed out already.',
        'Was it not you who asked? Then keep the account and change your password.',
      ],
    },
    ru: {
      subject: `Ваш аккаунт Kinkeep будет удалён: ${day}`,
      preview: 'До этого дня можно передумать.',
      heading: 'Аккаунт будет удалён',
      paragraphs: [
        `Вы попросили удалить аккаунт. Это произойдёт ${day}, вместе со всем, что в нём есть. До этого дня его можно сохранить одним нажатием, даже если войти уже не получается.`,
      ],
      label: 'Сохранить аккаунт',
      footnotes: [
        'На других устройствах вы уже вышли.',
        'Это были не вы? Тогда сохраните аккаунт и смените пароль.',
      ],
    },
  }[language]
  const { label, ...rest } = words
  return renderEmail({ ...rest, language, action: { label, url: keepUrl } })
}

function dayIn(language: Language, timeZone: string, instant: Date): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone }).format(instant)
}
