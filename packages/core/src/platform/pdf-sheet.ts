import { createRequire } from 'node:module'
import type { Language } from '@kinkeep/contracts/languages'

/** One printed page: a heading, some words, and codes to cross out. */
export interface Sheet {
  language: Language
  title: string
  paragraphs: readonly string[]
  codes: readonly string[]
  footnotes: readonly string[]
}

/** SIL Open Font License, with Latin and Cyrillic in one file; what a sheet uses of it is embedded. */
const font = (file: string) => createRequire(import.meta.url).resolve(`@expo-google-fonts/onest/${file}`)
const regular = font('400Regular/Onest_400Regular.ttf')
const bold = font('600SemiBold/Onest_600SemiBold.ttf')

const ink = '#2a2420'
const muted = '#655a50'
const accent = '#2b5b4d'
const line = '#d8cdbd'
const margin = 64
const codeHeight = 40
const columns = 2

/** An A4 page as PDF, the same in every viewer: its fonts are inside. */
export async function renderSheet(sheet: Sheet): Promise<Buffer> {
  // Seldom wanted, and larger than the rest of a server's code: loaded when it is.
  const { default: Pdf } = await import('pdfkit')
  const document = new Pdf({
    size: 'A4',
    margin,
    lang: sheet.language,
    displayTitle: true,
    info: { Title: `Kinkeep: ${sheet.title}`, Creator: 'Kinkeep', Producer: 'Kinkeep' },
  })
  const chunks: Buffer[] = []
  const rendered = new Promise<Buffer>((resolve, reject) => {
    document.on('data', (chunk: Buffer) => chunks.push(chunk))
    document.on('end', () => resolve(Buffer.concat(chunks)))
    document.on('error', reject)
  })
  document.registerFont('regular', regular)
  document.registerFont('bold', bold)

  document.font('bold').fontSize(13).fillColor(accent).text('Kinkeep')
  document.moveDown(0.8).fontSize(26).fillColor(ink).text(sheet.title)
  document.moveDown(0.5).font('regular').fontSize(12)
  for (const paragraph of sheet.paragraphs) {
    document.fillColor(ink).text(paragraph, { lineGap: 4 }).moveDown(0.6)
  }
  drawCodes(document, sheet.codes)
  document.font('regular').fontSize(11)
  for (const footnote of sheet.footnotes) {
    document.fillColor(muted).text(footnote, { lineGap: 3 }).moveDown(0.5)
  }
  document.end()
  return rendered
}

/** In two columns, each behind a box to tick. */
function drawCodes(document: PDFKit.PDFDocument, codes: readonly string[]): void {
  const top = document.y + 12
  const width = (document.page.width - 2 * margin) / columns
  const rows = Math.ceil(codes.length / columns)
  for (const [index, code] of codes.entries()) {
    const x = margin + Math.floor(index / rows) * width
    const y = top + (index % rows) * codeHeight
    document.lineWidth(1).strokeColor(muted).roundedRect(x, y, 14, 14, 3).stroke()
    document.font('bold').fontSize(16).fillColor(ink)
    document.text(code, x + 28, y - 3, { lineBreak: false, characterSpacing: 1 })
  }
  const bottom = top + rows * codeHeight
  document
    .moveTo(margin, bottom)
    .lineTo(document.page.width - margin, bottom)
    .strokeColor(line)
    .stroke()
  document.x = margin
  document.y = bottom + 20
}
