import { hashParts } from './file-hashes.ts'
import type { HashAnswer, HashQuestion } from './hash-file.ts'

/** A thread of its own: a page that reads gigabytes must still scroll. */
addEventListener('message', ({ data: { id, file } }: MessageEvent<HashQuestion>) => {
  const answer = (what: HashAnswer) => postMessage(what)
  hashParts(file, (read) => answer({ id, read })).then(
    (hashes) => answer({ id, hashes }),
    () => answer({ id, unreadable: true }),
  )
})
