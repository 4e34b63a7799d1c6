import { expect, test } from 'vitest'
import { asItCanBe, isEmptyDraft, movePhoto, newDraft } from './draft.ts'

const photos = ['a', 'b', 'c'].map((name) => ({ uploadKey: name, mediaId: null, name }))
const names = (some: { name: string }[]) => some.map(({ name }) => name).join('')

test('photos change places and none gets lost', () => {
  expect(names(movePhoto(photos, 0, 2))).toBe('bca')
  expect(names(movePhoto(photos, 2, 0))).toBe('cab')
  expect(names(movePhoto(photos, 0, -1))).toBe('abc')
  expect(names(movePhoto(photos, 2, 3))).toBe('abc')
})

test('a draft with nothing in it is not worth keeping', () => {
  expect(isEmptyDraft({ ...newDraft(), body: '  ' })).toBe(true)
  expect(isEmptyDraft({ ...newDraft(), photos })).toBe(false)
})

test('whoever left the circle since, and what one may not say any more, is not sent', () => {
  const draft = { ...newDraft(), childIds: ['mila', 'gone'], petIds: ['rex'], visibility: 'admins' as const }
  const known = { children: [{ id: 'mila' }], pets: [] }
  expect(asItCanBe(draft, { known, mayRestrict: false })).toMatchObject({
    ...{ childIds: ['mila'], petIds: [], visibility: 'circle' },
  })
  // Before the profiles are known nobody is left out.
  expect(asItCanBe(draft, { known: undefined, mayRestrict: true })).toEqual(draft)
})
