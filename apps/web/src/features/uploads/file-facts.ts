import { newId } from '../../lib/new-id.ts'
import type { UploadFacts } from './upload-item.ts'
import { wallClockOf } from './wall-clock.ts'

/** What is known of a file when it is given. `addedAt` in ms. */
export function factsOf(
  file: File,
  { userId, circleId, keep, addedAt }: Pick<UploadFacts, 'userId' | 'circleId' | 'keep' | 'addedAt'>,
): UploadFacts {
  const { wallClock, offset } = wallClockOf(file.lastModified)
  return {
    ...{ uploadKey: newId(), userId, circleId, keep, addedAt },
    name: cleanName(file.name),
    size: file.size,
    type: file.type,
    modifiedAt: wallClock,
    modifiedOffset: offset,
  }
}

/** The name as the server takes it: one line, of a length that disks know. */
function cleanName(name: string): string {
  return (
    name
      .replace(/[\p{Cc}\u2028\u2029]/gu, ' ')
      .trim()
      .slice(-255) || '_'
  )
}
