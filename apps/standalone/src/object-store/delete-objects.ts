import { readSmallBody } from './body.ts'
import type { Operation } from './context.ts'
import { sendEmpty, sendXml } from './respond.ts'
import { S3Error } from './s3-error.ts'
import { readXmlList, readXmlText } from './xml.ts'

const keysMax = 1_000
const bodyBytesMax = 4 * 1024 * 1024

/** DELETE of an object. The same answer whether it was there or not. */
export const deleteObject: Operation = async ({ blobs, catalog }, request) => {
  await blobs.remove(catalog.delete(request.bucket, request.key))
  sendEmpty(request.response, 204)
}

/** POST ?delete: up to 1,000 keys in one transaction. */
export const deleteObjects: Operation = async ({ blobs, catalog }, request, payload) => {
  const xml = await readSmallBody(request, payload, bodyBytesMax)
  const keys = readXmlList(xml, 'Delete', 'Object').map((item) => item.get('Key') ?? '')
  if (keys.length === 0 || keys.length > keysMax || keys.includes('')) {
    throw new S3Error('MalformedXML', `Between 1 and ${keysMax} keys are deleted at once.`)
  }
  const files = catalog.transaction(() => keys.flatMap((key) => catalog.delete(request.bucket, key)))
  await blobs.remove(files)
  const isQuiet = readXmlText(xml, 'Quiet') === 'true'
  sendXml(request.response, 'DeleteResult', isQuiet ? {} : { Deleted: keys.map((Key) => ({ Key })) })
}
