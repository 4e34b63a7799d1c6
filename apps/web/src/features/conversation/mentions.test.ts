import { expect, test } from 'vitest'
import { completeMention, findMentionQuery, mentionIdsIn, splitByMentions } from './mentions.ts'

test.each([
  ['@', '@', { at: 0, search: '' }],
  ['Look @An', 'Look @An', { at: 5, search: 'An' }],
  ['Look @Anna Kar', 'Look @Anna Kar', { at: 5, search: 'Anna Kar' }],
  ['(@V', '(@V', { at: 1, search: 'V' }],
  // An address is nobody's name.
  ['anna@home', 'anna@home', undefined],
  ['@ Anna', '@ Anna', undefined],
  ['@Anna\nand', '@Anna\nand', undefined],
  ['@Anna how are you', '@Anna how are you', undefined],
  ['nobody', 'nobody', undefined],
])('in %j one looks for somebody', (body, before, expected) => {
  expect(findMentionQuery(body, before.length)).toEqual(expected)
})

test('a name takes the place of what was typed of it', () => {
  const body = 'Look @An there'
  const query = findMentionQuery(body, 8)
  expect(query && completeMention(body, 8, query, 'Anna')).toEqual({ body: 'Look @Anna there', caret: 11 })
})

test('only whom the words still call is called', () => {
  const mentioned = [
    { userId: '1', name: 'Anna' },
    { userId: '2', name: 'Boris' },
    { userId: '1', name: 'Anna' },
  ]
  expect(mentionIdsIn('@Anna, come', mentioned)).toEqual(['1'])
})

test('the longer of two names is meant, and the words around them stay', () => {
  const anna = { userId: '1', said: 'Anna', name: 'Anna' }
  const karenina = { userId: '2', said: 'Anna Karenina', name: null }
  expect(splitByMentions('Dear @Anna Karenina and @Anna!', [anna, karenina])).toEqual([
    { words: 'Dear ' },
    { words: '@Anna Karenina', mention: karenina },
    { words: ' and ' },
    { words: '@Anna', mention: anna },
    { words: '!' },
  ])
  expect(splitByMentions('', [anna])).toEqual([])
})
