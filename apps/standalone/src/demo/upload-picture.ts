import { StartError } from '../start-error.ts'
import type { ApiClient } from './api-client.ts'
import { drawPicture, type Picture } from './pictures/draw-picture.ts'
import type { SeededRandom } from './seeded-random.ts'

interface UploadOptions {
  client: ApiClient
  circleId: string
  picture: Picture
  random: SeededRandom
  keep: 'own' | 'attached'
  signal: AbortSignal
}

/** Draws a picture and sends it as a browser does: ask, put the bytes into the store, say that they are there. */
export async function uploadPicture({
  client,
  circleId,
  picture,
  random,
  keep,
  signal,
}: UploadOptions): Promise<string> {
  const bytes = await drawPicture(picture)
  const { uploads } = await client.media.requestUpload.mutate({
    circleId,
    files: [
      {
        uploadKey: random.uuid(),
        name: `IMG_${picture.takenAt.replaceAll(/[-:]/g, '').replace('T', '_')}.jpg`,
        byteSize: bytes.length,
        contentType: 'image/jpeg',
        modifiedAt: picture.takenAt,
        modifiedOffset: picture.takenOffset,
        keep,
      },
    ],
  })
  const [upload] = uploads
  if (upload?.status !== 'send')
    throw new StartError(`A picture of the demo was not taken: ${upload?.status}.`)
  const { url, headers, mediaId } = upload
  const response = await fetch(url, { method: 'PUT', headers, body: new Uint8Array(bytes), signal })
  if (!response.ok) throw new StartError(`The store did not take a picture of the demo: ${response.status}.`)
  await client.media.completeUpload.mutate({ circleId, mediaId })
  return mediaId
}
