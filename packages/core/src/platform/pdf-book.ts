import { once } from 'node:events'
import { createRequire } from 'node:module'
import { PassThrough, type Readable } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import type { Language } from '@kinkeep/contracts/languages'

/** A picture on its way to paper: JPEG, and its pixels. */
export interface BookPicture {
  jpeg: Buffer
  width: number
  height: number
  /** Said in small below it: that it is a video. */
  note?: string
}

export interface PdfBook {
  /** The book as it grows; nothing more is made than is read. */
  stream: Readable
  /** Points that a page has for its pictures. */
  readonly content: { width: number; height: number }
  titlePage(title: string, lines: readonly string[]): void
  /** A page of its own begins with it. */
  chapter(heading: string): void
  /** What is said of the pictures that follow, kept together with the first of them. */
  words(words: BookWords, spaceBelow: number): void
  /** Pictures of one row, side by side at one height. */
  row(pictures: readonly BookPicture[], height: number): Promise<void>
  /** Ends it, and the stream. */
  finish(): void
  fail(error: Error): void
}

export interface BookWords {
  /** When, and who. */
  small: string | null
  title: string | null
  body: string | null
}

/** SIL Open Font License, with Latin and Cyrillic in one file; what a book uses of them is embedded. */
const resolve = (file: string) => createRequire(import.meta.url).resolve(`@expo-google-fonts/${file}`)
const fonts = {
  heading: resolve('literata/500Medium/Literata_500Medium.ttf'),
  body: resolve('literata/400Regular/Literata_400Regular.ttf'),
  small: resolve('onest/400Regular/Onest_400Regular.ttf'),
} as const

const millimetre = 72 / 25.4
const papers = {
  a4: { width: 210 * millimetre, height: 297 * millimetre, margin: 20 * millimetre },
  square: { width: 210 * millimetre, height: 210 * millimetre, margin: 18 * millimetre },
} as const

const ink = '#2a2420'
const muted = '#655a50'

/** How letters are set. */
interface Type {
  font: keyof typeof fonts
  size: number
  colour: typeof ink | typeof muted
}

export const bookGap = 10
/** Words may not have the last of a page to themselves. */
const leastRoom = 40
/** Bytes made and not read yet, from which on the maker waits. */
const mostWaiting = 4 * 1024 * 1024

/**
 * A book as PDF, written page by page: a page that is full is out of memory. Two settings of type, much white, and
 * nothing but words, pictures and page numbers.
 */
export async function createPdfBook(
  paper: keyof typeof papers,
  about: { title: string; language: Language; madeAt: Date },
  signal: AbortSignal,
): Promise<PdfBook> {
  const { default: Pdf } = await import('pdfkit')
  const { width, height, margin } = papers[paper]
  const document = new Pdf({
    size: [width, height],
    margin,
    autoFirstPage: false,
    lang: about.language,
    displayTitle: true,
    info: {
      Title: about.title,
      Creator: 'Kinkeep',
      Producer: 'Kinkeep',
      CreationDate: about.madeAt,
    },
  })
  const stream = new PassThrough()
  document.on('error', (error: Error) => stream.destroy(error))
  // Whoever breaks it off knows why; it may be before anybody reads.
  stream.on('error', () => undefined)
  document.pipe(stream)
  for (const [name, file] of Object.entries(fonts)) document.registerFont(name, file)

  /** What was set last, as pdfkit does not tell. */
  let type: Type = { font: 'body', size: 11, colour: ink }
  function set(next: Type): typeof document {
    type = next
    return document.font(next.font).fontSize(next.size).fillColor(next.colour)
  }

  const content = { width: width - 2 * margin, height: height - 2 * margin }
  const bottom = height - margin
  let pages = 0
  document.on('pageAdded', () => {
    pages += 1
    if (pages > 1) drawNumber(pages)
  })

  /**
   * Below the margin, where text would otherwise begin a new page by itself. It may come in the midst of a text that is
   * longer than a page, which goes on where it was and as it was set.
   */
  function drawNumber(page: number): void {
    const { x, y } = document
    const before = type
    document.page.margins.bottom = 0
    set({ font: 'small', size: 9, colour: muted })
    document.text(String(page), margin, height - margin * 0.6, {
      width: content.width,
      align: 'center',
      lineBreak: false,
    })
    document.page.margins.bottom = margin
    document.x = x
    document.y = y
    set(before)
  }

  const room = () => bottom - document.y
  const setHeading = (size: number) => set({ font: 'heading', size, colour: ink })
  const setBody = () => set({ font: 'body', size: 11, colour: ink })
  const setSmall = () => set({ font: 'small', size: 9.5, colour: muted })
  const inColumn = { width: content.width, lineGap: 3 }

  function measure({ small, title, body }: BookWords): number {
    let points = 0
    if (small) {
      setSmall()
      points += document.heightOfString(small, inColumn) + 4
    }
    if (title) {
      setHeading(15)
      points += document.heightOfString(title, inColumn) + 4
    }
    if (body) {
      setBody()
      points += document.heightOfString(body, inColumn) + 6
    }
    return points
  }

  async function settle(): Promise<void> {
    for (;;) {
      signal.throwIfAborted()
      if (document.readableLength + stream.readableLength < mostWaiting) return
      if (stream.writableNeedDrain) await once(stream, 'drain', { signal })
      else await setImmediate()
    }
  }

  return {
    stream,
    content,
    titlePage(title, lines) {
      document.addPage()
      setHeading(34)
      const words = document.heightOfString(title, { width: content.width, align: 'center' })
      document.text(title, margin, Math.max(margin, height * 0.42 - words), {
        width: content.width,
        align: 'center',
      })
      document.moveDown(0.8)
      set({ font: 'body', size: 13, colour: muted })
      for (const line of lines) document.text(line, { width: content.width, align: 'center', lineGap: 4 })
    },
    chapter(heading) {
      document.addPage()
      setHeading(24)
      document.text(heading, margin, margin, { width: content.width })
      document.moveDown(0.7)
    },
    words(words, spaceBelow) {
      const wanted = Math.min(measure(words) + spaceBelow, content.height)
      if (room() < Math.max(wanted, leastRoom)) document.addPage()
      document.x = margin
      if (words.small) setSmall().text(words.small, inColumn).moveDown(0.3)
      if (words.title) setHeading(15).text(words.title, inColumn).moveDown(0.2)
      if (words.body) setBody().text(words.body, inColumn).moveDown(0.5)
    },
    async row(pictures, rowHeight) {
      const noted = pictures.some(({ note }) => note) ? 14 : 0
      if (room() < rowHeight + noted) document.addPage()
      const top = document.y
      const wide = pictures.reduce((sum, { width: w, height: h }) => sum + (rowHeight * w) / h, 0)
      let x = margin + Math.max(0, (content.width - wide - bookGap * (pictures.length - 1)) / 2)
      for (const { jpeg, width: w, height: h, note } of pictures) {
        const drawn = (rowHeight * w) / h
        document.image(jpeg, x, top, { width: drawn, height: rowHeight })
        if (note) setSmall().text(note, x, top + rowHeight + 2, { width: drawn, lineBreak: false })
        x += drawn + bookGap
      }
      document.x = margin
      document.y = top + rowHeight + noted + bookGap
      await settle()
    },
    finish: () => document.end(),
    fail: (error) => stream.destroy(error),
  }
}
