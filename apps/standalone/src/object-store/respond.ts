import type { OutgoingHttpHeaders, ServerResponse } from 'node:http'
import { type XmlElement, xmlDocument } from './xml.ts'

/** Answers with a document as S3 writes it. */
export function sendXml(response: ServerResponse, root: string, content: XmlElement, status = 200): void {
  const body = xmlDocument(root, content)
  response.writeHead(status, {
    'content-type': 'application/xml',
    'content-length': Buffer.byteLength(body),
  })
  response.end(body)
}

/** Answers with headers alone. */
export function sendEmpty(response: ServerResponse, status: number, headers: OutgoingHttpHeaders = {}): void {
  response.writeHead(status, status === 204 || status === 304 ? headers : { 'content-length': 0, ...headers })
  response.end()
}
