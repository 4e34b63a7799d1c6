import { secondsPerDay } from '../platform/clock.ts'
import type { RateLimit } from '../platform/rate-limits.ts'

/** Copies made for one share link: every picture of a long holiday, once. */
export const copiesPerLink: RateLimit = { count: 600, seconds: 60 * 60 }

/** Days after which a copy that nobody asked for any more goes. */
export const copyDays = 30

/** A copy that waits longer has lost its job. */
export const lostAfterSeconds = 120

/** How often it is written down that a copy is still wanted. */
export const askedSeconds = secondsPerDay

/** Where a copy lies, beside its original and gone with it. */
export function copyPrefix(circleId: string, mediaId: string, copyId: string): string {
  return `circles/${circleId}/media/${mediaId}/clean/${copyId}/`
}

export function copyKey(circleId: string, mediaId: string, copyId: string): string {
  return `${copyPrefix(circleId, mediaId, copyId)}copy`
}

const extensions: Record<string, string> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'video/mp4': 'mp4',
}

/** "2025-07-14-3.jpg": the day and which of its keep it is, and nothing of what its owner called it. */
export function neutralName(happenedAt: string, position: number, contentType: string): string {
  return `${happenedAt.slice(0, 10)}-${Math.max(1, position)}.${extensions[contentType] ?? 'bin'}`
}
