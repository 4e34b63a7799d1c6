import { expect, test } from 'vitest'
import { isFiltered, readFilter, readTimelineSearch } from './timeline-search.ts'

const id = '01900000-0000-7000-8000-00000000000a'

test('an address says which keeps are meant, and what makes no sense in it is not there', () => {
  const filter = {
    kind: 'note',
    childId: id,
    tag: 'summer',
    from: '2024-02-29',
    hasVideos: true,
    favourites: true,
  }
  expect(readTimelineSearch({ ...filter, at: '2019-07-14', slides: true, unknown: 1 })).toEqual({
    ...filter,
    at: '2019-07-14',
    slides: true,
  })
  const nonsense = {
    ...{ kind: 'film', childId: 'x', petId: `${id}'`, tag: '', from: '2025-02-29', to: 'today' },
    ...{ hasPhotos: false, favourites: 'yes', at: '2019-13', slides: 'yes', __proto__: 'x', toString: 'x' },
  }
  expect(readTimelineSearch(nonsense)).toEqual({})
})

test('a year is a tag like any other', () => {
  expect(readFilter({ tag: 2019 })).toEqual({ tag: '2019' })
  expect(isFiltered(readFilter({ tag: 2019 }))).toBe(true)
  expect(isFiltered(readFilter({ photo: id }))).toBe(false)
})
