import { claimedType, kindOfType } from '@kinkeep/contracts/claimed-files'
import type { UploadItem } from './upload-item.ts'

/** Ids in one question: the address of a query has to stay short. */
const atOnce = 36

/** The server still has something to say about it. */
export function isFollowed({ state, isVerified }: UploadItem): boolean {
  return state === 'processing' || (state === 'ready' && !isVerified)
}

/**
 * Which files to ask about next, all of one circle: first those that are not proven to be safe, then photos, and videos
 * last, as a film may take hours and those behind it would not be heard of. Of alike ones the oldest first.
 */
export function nextFollowed(
  items: readonly UploadItem[],
): { circleId: string; mediaIds: string[] } | undefined {
  const followed = items.filter(isFollowed).toSorted((a, b) => patience(a) - patience(b))
  const circleId = followed[0]?.circleId
  if (circleId === undefined) return undefined
  const here = followed.filter((item) => item.circleId === circleId)
  return { circleId, mediaIds: here.flatMap(({ mediaId }) => mediaId ?? []).slice(0, atOnce) }
}

function patience({ isVerified, name, type }: UploadItem): number {
  if (!isVerified) return 0
  return kindOfType(claimedType({ name, contentType: type }) ?? '') === 'photo' ? 1 : 2
}
