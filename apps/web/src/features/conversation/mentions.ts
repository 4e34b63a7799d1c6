import type { CommentView } from '@kinkeep/contracts/comments'
import { limits } from '@kinkeep/contracts/limits'

/** Somebody whose name was taken from the list. */
export interface Mentioned {
  userId: string
  name: string
}

/** What is typed after an @ just before the caret. */
export interface MentionQuery {
  /** Where the @ stands. */
  at: number
  search: string
}

/** Words of a name that one looks for. */
const mostWords = 3

/** Whom somebody is about to call by name; undefined where the caret stands after something else. */
export function findMentionQuery(body: string, caret: number): MentionQuery | undefined {
  const before = body.slice(0, caret)
  const at = before.lastIndexOf('@')
  // An address has letters before it.
  if (at === -1 || (at > 0 && !/[\s(«"“]/.test(before[at - 1] ?? ''))) return undefined
  const search = before.slice(at + 1)
  if (/\n|^\s/.test(search) || search.length > limits.nameLength) return undefined
  return search.split(/\s+/).length > mostWords ? undefined : { at, search }
}

/** The words with a name in the place of what was typed of it, and where the caret stands then. */
export function completeMention(
  body: string,
  caret: number,
  { at }: MentionQuery,
  name: string,
): { body: string; caret: number } {
  const said = `@${name} `
  const after = body.slice(caret).replace(/^ /, '')
  return { body: body.slice(0, at) + said + after, caret: at + said.length }
}

/** Who of those that were chosen is still called in the words. */
export function mentionIdsIn(body: string, mentioned: readonly Mentioned[]): string[] {
  const called = mentioned.filter(({ name }) => body.includes(`@${name}`)).map(({ userId }) => userId)
  return [...new Set(called)].slice(0, limits.mentionsPerComment)
}

/** Words, or a name among them. */
export type Piece = { words: string } | { words: string; mention: CommentView['mentions'][number] }

/** A comment in pieces, of which some are names. Of two names that begin alike the longer one is meant. */
export function splitByMentions(body: string, mentions: CommentView['mentions']): Piece[] {
  const byLength = mentions.toSorted((a, b) => b.said.length - a.said.length)
  const pieces: Piece[] = []
  let plain = ''
  for (let index = 0; index < body.length; ) {
    const mention =
      body[index] === '@' ? byLength.find(({ said }) => body.startsWith(said, index + 1)) : undefined
    if (!mention) {
      plain += body[index]
      index += 1
      continue
    }
    if (plain !== '') pieces.push({ words: plain })
    plain = ''
    pieces.push({ words: `@${mention.said}`, mention })
    index += mention.said.length + 1
  }
  if (plain !== '') pieces.push({ words: plain })
  return pieces
}
