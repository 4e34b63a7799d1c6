import { expect, test } from 'vitest'
import {
  excerpt,
  likeliestTerms,
  readSearch,
  toFoundText,
  toMarkingQuery,
  toQuery,
  wantedTerms,
  weighted,
} from './search-rules.ts'

test('words are letters and digits, quotes hold together, and the last word may be unfinished', () => {
  expect(readSearch('Мила «на даче» ле')).toEqual([
    { kind: 'word', text: 'Мила' },
    { kind: 'phrase', text: 'на даче' },
    { kind: 'beginning', text: 'ле' },
  ])
  expect(readSearch('"first steps')).toEqual([{ kind: 'phrase', text: 'first steps' }])
  expect(readSearch('summer "by the lake"')).toEqual([
    { kind: 'word', text: 'summer' },
    { kind: 'phrase', text: 'by the lake' },
  ])
  expect(readSearch('a')).toEqual([{ kind: 'word', text: 'a' }])
})

test.each(["'", "' | '", ':* & !', '\\', '<->', '(((', '""', '%_', '🏖'])(
  'of %s nothing is an operator',
  (typed) => {
    expect(readSearch(typed)).toEqual([])
  },
)

test('no more words are looked for than a person means', () => {
  expect(readSearch('word '.repeat(40))).toHaveLength(16)
})

test('every term is wanted, by its words or by a name; stop words are not', () => {
  const terms = [
    { words: "'мил'", names: ['c1', 'p2'], isStop: false },
    { words: '', names: [], isStop: true },
    { words: "'лет':* | 'ле':*", names: [], isStop: false },
  ]
  const query = toQuery(terms)
  expect(query).toBe("(('мил') | 'c1' | 'p2') & (('лет':* | 'ле':*))")
  expect(weighted(query ?? '', 'A')).toBe("(('мил':A) | 'c1':A | 'p2':A) & (('лет':*A | 'ле':*A))")
  expect(toMarkingQuery(terms)).toBe("('мил') | ('лет':* | 'ле':*)")
  expect(toQuery([{ words: '', names: [], isStop: true }])).toBeUndefined()
})

test('a stop word asks for nothing beside another word, and puts those first who are called so', () => {
  const lake = { words: "'lake'", names: [], isStop: false }
  const at = { words: '', names: [], isStop: true }
  const the = { words: "'the':*", names: [], isStop: true }
  const will = { words: '', names: ['c1'], isStop: true }
  expect(wantedTerms([at, lake, will, the])).toEqual([lake])
  expect(toQuery(likeliestTerms([at, lake, will, the]))).toBe("(('lake')) & ('c1')")
  expect(toQuery(wantedTerms([at, the]))).toBe("(('the':*))")
  expect(toQuery(wantedTerms([will, the]))).toBe("('c1')")
  expect(toQuery(wantedTerms([at]))).toBeUndefined()
})

test('marks stand in the text as it was written, whatever was compared', () => {
  expect(toFoundText('Ёжик 🏖 <b>Ёлка</b>', 'ежик    b \u0002елка\u0003  b ')).toEqual({
    text: 'Ёжик 🏖 <b>Ёлка</b>',
    marks: [[11, 15]],
  })
  expect(toFoundText('nothing', 'nothing')).toBeNull()
  expect(toFoundText('longer than that', '\u0002that\u0003')).toBeNull()
})

test('a long text is cut to where the first mark is, from word to word', () => {
  const text = `${'before '.repeat(100)}found ${'after '.repeat(100)}`
  const cut = excerpt({ text, marks: [[700, 705]] })
  expect(cut.text.length).toBeLessThan(250)
  expect(cut.text).toMatch(/^…before .* found after .* after…$/)
  expect(cut.marks.map(([from, to]) => cut.text.slice(from, to))).toEqual(['found'])
  expect(excerpt({ text: 'short', marks: [[0, 5]] })).toEqual({ text: 'short', marks: [[0, 5]] })
})
