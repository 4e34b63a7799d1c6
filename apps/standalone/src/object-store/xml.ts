import { S3Error } from './s3-error.ts'

/** Children of an element; an array repeats its element, undefined leaves it out. */
export type XmlContent = string | number | boolean | XmlElement
export interface XmlElement {
  [name: string]: XmlContent | XmlContent[] | undefined
}

const namespace = 'http://s3.amazonaws.com/doc/2006-03-01/'
const escapes: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

/** All but a `Char` of XML 1.0, 2.2. */
const notXml = /[^\t\n\r -\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu

/** Text as XML carries it; what XML 1.0 forbids even as a reference becomes U+FFFD. */
export function escapeXml(text: string): string {
  return text
    .replace(notXml, '\ufffd')
    .replace(/[&<>"']/g, (character) => escapes[character] ?? character)
    .replace(/[\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`)
}

/** A document as S3 writes it. */
export function xmlDocument(root: string, content: XmlElement): string {
  const body = renderChildren(content)
  const attribute = root === 'Error' ? '' : ` xmlns="${namespace}"`
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root}${attribute}>${body}</${root}>`
}

function renderChildren(content: XmlElement): string {
  return Object.entries(content)
    .flatMap(([name, value]) =>
      (Array.isArray(value) ? value : [value]).map((one) => renderElement(name, one)),
    )
    .join('')
}

function renderElement(name: string, value: XmlContent | undefined): string {
  if (value === undefined) return ''
  return `<${name}>${typeof value === 'object' ? renderChildren(value) : escapeXml(String(value))}</${name}>`
}

/** The text of every `<element>` inside each `<parent>`: all that S3's flat request documents need. */
export function readXmlList(xml: string, root: string, parent: string): Map<string, string>[] {
  if (/<!DOCTYPE|<!ENTITY|<!\[CDATA\[/i.test(xml) || !new RegExp(`<${root}[\\s>]`).test(xml))
    throw malformed()
  const items = xml.matchAll(new RegExp(`<${parent}>([\\s\\S]*?)</${parent}>`, 'g'))
  return [...items].map(([, inner = '']) => new Map(readChildren(inner)))
}

/** The text of the first `<element>` outside any list, undefined when it is not there. */
export function readXmlText(xml: string, element: string): string | undefined {
  const text = new RegExp(`<${element}>([^<]*)</${element}>`).exec(xml)?.[1]
  return text === undefined ? undefined : unescapeXml(text)
}

function readChildren(xml: string): [string, string][] {
  return [...xml.matchAll(/<([A-Za-z0-9]+)>([^<]*)<\/\1>/g)].map(([, name = '', text = '']) => [
    name,
    unescapeXml(text),
  ])
}

const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function unescapeXml(text: string): string {
  return text.replace(/&(#x[0-9a-f]+|#[0-9]+|[a-z]+);/gi, (_, reference: string) => {
    const code = reference.startsWith('#x')
      ? Number.parseInt(reference.slice(2), 16)
      : Number(reference.slice(1))
    const character = reference.startsWith('#') ? codePoint(code) : named[reference]
    if (character === undefined) throw malformed()
    return character
  })
}

function codePoint(code: number): string | undefined {
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined
}

function malformed(): S3Error {
  return new S3Error('MalformedXML', 'The XML of the request is not what this operation takes.')
}
