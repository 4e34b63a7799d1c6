import type { FoundText } from '@kinkeep/contracts/browse'
import type { KeepFilter } from '@kinkeep/contracts/keeps'
import { limits } from '@kinkeep/contracts/limits'

/** Something that is looked for: a word in any of its endings, several that stand together, or how a word begins. */
export interface SearchTerm {
  kind: 'word' | 'phrase' | 'beginning'
  /** Letters and digits, with single spaces between the words of a phrase. */
  text: string
}

/**
 * What a person typed, as terms. Only letters and digits are left of it, so that nothing of it can be an operator. The
 * last word may be unfinished, unless it is a single letter, with which too much begins.
 */
export function readSearch(typed: string): SearchTerm[] {
  const terms: SearchTerm[] = []
  // An opening quote without its end holds until the end.
  for (const [, quoted, plain] of typed
    .normalize('NFC')
    .matchAll(/["“”„«»]([^"“”„«»]*)["“”„«»]?|([^"“”„«»]+)/g)) {
    const words = wordsOf(quoted ?? plain ?? '')
    if (quoted === undefined) terms.push(...words.map((text) => ({ kind: 'word' as const, text })))
    else if (words.length > 0) terms.push({ kind: 'phrase', text: words.join(' ') })
  }
  const some = terms.slice(0, limits.searchWords)
  const last = some.at(-1)
  if (last?.kind === 'word' && last.text.length > 1) last.kind = 'beginning'
  return some
}

function wordsOf(text: string): string[] {
  return text.match(/[\p{L}\p{N}]+/gu) ?? []
}

/** What Postgres made of a term: a query for its words, empty for stop words alone, and the marks of who bears the name. */
export interface TermQuery {
  words: string
  names: readonly string[]
  /** Stop words alone, which no index has. As a beginning they still have `words`: what longer words begin with. */
  isStop: boolean
}

/**
 * The terms that must be found. Of a stop word nobody can tell which keeps say it, be it a name as well (Will) or the
 * beginning of another word (the, theatre): beside a word that the index has it asks for nothing, as it would lose just
 * what the keep says. With no such word beside it, it is all there is to go by: first as a name, then as a beginning.
 */
export function wantedTerms(terms: readonly TermQuery[]): readonly TermQuery[] {
  const telling = terms.filter(({ isStop }) => !isStop)
  if (telling.length > 0) return telling
  const named = terms.filter(({ names }) => names.length > 0)
  return named.length > 0 ? named : terms
}

/** The wanted terms, and whoever bears a name that was not to be wanted: those are meant most likely, and come first. */
export function likeliestTerms(terms: readonly TermQuery[]): readonly TermQuery[] {
  const wanted = new Set(wantedTerms(terms))
  return terms.map((term) => (wanted.has(term) ? term : { ...term, words: '' }))
}

/** A text for `::tsquery` that wants every term, by its words or by a name; undefined when nothing is left to look for. */
export function toQuery(terms: readonly TermQuery[]): string | undefined {
  const wanted = terms.flatMap(({ words, names }) => {
    const ways = [...(words === '' ? [] : [`(${words})`]), ...names.map((name) => `'${name}'`)]
    return ways.length === 0 ? [] : [`(${ways.join(' | ')})`]
  })
  return wanted.length === 0 ? undefined : wanted.join(' & ')
}

/** A text for `::tsquery` that is content with any of the words: what is marked where they stand. */
export function toMarkingQuery(terms: readonly TermQuery[]): string {
  return terms.flatMap(({ words }) => (words === '' ? [] : [`(${words})`])).join(' | ')
}

/** The same query, content only with words of these weights: A for titles, tags and names, B for what a keep says. */
export function weighted(query: string, weights: 'A' | 'AB'): string {
  return query.replace(/('[^']*')(?::(\*))?/g, (_, word: string, star = '') => `${word}:${star}${weights}`)
}

/** The same query, for keeps that bear the names which a filter asks for: those are among their words. */
export function within(
  query: string,
  { childId, petId, albumId, authorId }: Pick<KeepFilter, 'childId' | 'petId' | 'albumId' | 'authorId'>,
): string {
  const names = { c: childId, p: petId, a: albumId, u: authorId }
  const wanted = Object.entries(names).flatMap(([sign, id]) => (id ? [`'${sign}${id.toLowerCase()}'`] : []))
  return [query, ...wanted].join(' & ')
}

/** Before and after what was found; no text of ours can hold them. */
export const markStart = '\u0002'
export const markEnd = '\u0003'

/**
 * A text with what was found in it, given the same text in letters that are compared, with marks around. Null when there
 * are none, or when the two do not belong together.
 */
export function toFoundText(original: string, marked: string | null): FoundText | null {
  if (marked === null || !marked.includes(markStart)) return null
  const text = original.normalize('NFC')
  // As Postgres counts them: by code points.
  const letters = Array.from(text)
  const marks: [number, number][] = []
  let index = 0
  let place = 0
  let start: number | undefined
  for (const letter of marked) {
    if (letter === markStart) start = place
    else if (letter === markEnd) {
      if (start !== undefined) marks.push([start, place])
      start = undefined
    } else {
      place += letters[index]?.length ?? 0
      index += 1
    }
  }
  return index === letters.length ? { text, marks } : null
}

/** Characters before the first mark, and in all, of a piece of a long text. */
const before = 60
const length = 240

/** A piece of a long text around what was found first, from word to word, with dots where something is left out. */
export function excerpt({ text, marks }: FoundText): FoundText {
  if (text.length <= length) return { text, marks }
  const first = marks[0]?.[0] ?? 0
  const wanted = Math.max(0, first - before)
  const from = wanted === 0 ? 0 : Math.min(first, nextWord(text, wanted))
  const to = Math.max(marks[0]?.[1] ?? 0, lastWord(text, Math.min(text.length, from + length)))
  const [head, tail] = [from > 0 ? '…' : '', to < text.length ? '…' : '']
  const moved = marks
    .filter(([start, end]) => start >= from && end <= to)
    .map(([start, end]): [number, number] => [start - from + head.length, end - from + head.length])
  return { text: `${head}${text.slice(from, to)}${tail}`, marks: moved }
}

function nextWord(text: string, from: number): number {
  const space = text.slice(from).search(/\s/)
  return space === -1 ? from : from + space + 1
}

function lastWord(text: string, to: number): number {
  if (to === text.length) return to
  const space = text.slice(0, to).search(/\s\S*$/)
  return space === -1 ? to : space
}
