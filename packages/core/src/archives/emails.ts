import type { ArchiveKind } from '@kinkeep/contracts/archive-kinds'
import type { Language } from '@kinkeep/contracts/languages'
import { plainWords, type RenderedEmail, renderEmail } from '../platform/email-layout.ts'

interface ReadyArchive {
  kind: ArchiveKind
  language: Language
  /** Where the reader's calendar is: the day is written as it is there. */
  timeZone: string
  circleName: string
  title: string | null
  problemCount: number
  expiresAt: Date
  url: string
}

/** Tells that an archive, or a book, can be fetched. */
export async function archiveReadyEmail(archive: ReadyArchive): Promise<RenderedEmail> {
  const { language, url } = archive
  const { label, ...words } = archive.kind === 'book' ? bookWords(archive) : archiveWords(archive)
  return renderEmail({ ...words, language, action: { label, url } })
}

function archiveWords({ language, timeZone, circleName, problemCount, expiresAt }: ReadyArchive) {
  const name = plainWords(circleName)
  const day = dayIn(language, timeZone, expiresAt)
  return {
    en: {
      subject: `The archive of ${name} is ready`,
      preview: 'All that your circle keeps, in one file.',
      heading: 'Your archive is ready',
      paragraphs: [
        `All that ${name} keeps is in one ZIP file now: originals, words, albums, and pages that open without the internet.`,
        ...(problemCount > 0
          ? [
              `Of some originals (${problemCount}) the store had nothing, or something damaged. The archive names them.`,
            ]
          : []),
      ],
      label: 'Take it',
      footnotes: [
        `It can be fetched until ${day}. After that it is deleted, and you can ask for a new one.`,
        'Was it not you who asked? Then change your password, and look at your sessions under Security.',
      ],
    },
    ru: {
      subject: `Архив круга «${name}» готов`,
      preview: 'Всё, что хранит ваш круг, в одном файле.',
      heading: 'Архив готов',
      paragraphs: [
        `Всё, что хранит круг «${name}», теперь в одном файле ZIP: оригиналы, тексты, альбомы и страницы, которые открываются без интернета.`,
        ...(problemCount > 0
          ? [
              `Некоторых оригиналов (${problemCount}) в хранилище не оказалось, или они повреждены. В архиве есть их список.`,
            ]
          : []),
      ],
      label: 'Забрать архив',
      footnotes: [
        `Его можно скачать до ${day}. Потом он будет удалён, и можно будет попросить новый.`,
        'Это были не вы? Тогда смените пароль и проверьте сеансы в разделе «Безопасность».',
      ],
    },
  }[language]
}

function bookWords({ language, timeZone, title, expiresAt }: ReadyArchive) {
  const name = plainWords(title ?? '')
  const day = dayIn(language, timeZone, expiresAt)
  return {
    en: {
      subject: `Your book is ready: ${name}`,
      preview: 'A PDF to print, or to read.',
      heading: 'Your book is ready',
      paragraphs: [`“${name}” is a PDF now. You can read it, or have it printed.`],
      label: 'Take it',
      footnotes: [`It can be fetched until ${day}. After that it is deleted, and you can make it again.`],
    },
    ru: {
      subject: `Ваша книга готова: ${name}`,
      preview: 'Файл PDF, чтобы напечатать или просто читать.',
      heading: 'Книга готова',
      paragraphs: [`Книга «${name}» теперь в файле PDF. Её можно читать или напечатать.`],
      label: 'Забрать книгу',
      footnotes: [`Её можно скачать до ${day}. Потом она будет удалена, и её можно будет сделать снова.`],
    },
  }[language]
}

function dayIn(language: Language, timeZone: string, instant: Date): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone }).format(instant)
}
