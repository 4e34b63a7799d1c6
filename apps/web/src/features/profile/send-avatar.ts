import type { AvatarView } from '@kinkeep/contracts/account-data'
import { limits } from '@kinkeep/contracts/limits'
import { type PhotoType, photoTypes } from '@kinkeep/contracts/media-states'
import type { ApiClient } from '../../lib/api.ts'
import { putFile } from '../uploads/put-file.ts'

/** What the picture is not: the worker's own words are for operators. */
export type AvatarTrouble = 'tooLarge' | 'notAPicture' | 'damaged' | 'notSent'

export type SentAvatar = { avatarId: string } | { trouble: AvatarTrouble }

/** How often is asked whether the worker is done. */
const lookMs = 500

/**
 * Sends a picture and waits until the worker has looked at it. `onProgress` hears 0 to 1 while bytes go. Rejects with
 * what the API refuses.
 */
export async function sendAvatar(
  client: ApiClient,
  file: File,
  onProgress: (part: number) => void,
  signal: AbortSignal,
): Promise<SentAvatar> {
  const contentType = typeOf(file)
  if (!contentType) return { trouble: 'notAPicture' }
  if (file.size > limits.avatarBytes) return { trouble: 'tooLarge' }
  if (file.size === 0) return { trouble: 'damaged' }
  const { avatarId, url, headers } = await client.users.requestAvatar.mutate({
    byteSize: file.size,
    contentType,
  })
  const status = await putFile({
    url,
    headers,
    body: file,
    onProgress: (sent) => onProgress(sent / file.size),
    signal,
  })
  if (status !== 200) return { trouble: 'notSent' }
  let view = await client.users.completeAvatar.mutate({ avatarId })
  while (view.state === 'processing' && !signal.aborted) {
    await new Promise((resolve) => setTimeout(resolve, lookMs))
    view = await client.users.avatarStatus.query({ avatarId })
  }
  return view.state === 'failed' ? { trouble: troubleOf(view) } : { avatarId }
}

function troubleOf({ failure }: AvatarView): AvatarTrouble {
  if (failure === 'UNSUPPORTED_TYPE') return 'notAPicture'
  return failure === 'TOO_MANY_PIXELS' || failure === 'TOO_MANY_FRAMES' ? 'tooLarge' : 'damaged'
}

/** Browsers say nothing about HEIC. */
function typeOf({ type, name }: File): PhotoType | undefined {
  if (type) return photoTypes.find((known) => known === type)
  return /\.hei[cf]$/i.test(name) ? 'image/heic' : undefined
}
