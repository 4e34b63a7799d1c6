import { expect, test } from 'vitest'
import { readAuditSearch, toAuditInput } from './audit-search.ts'

const id = '01900000-0000-7000-8000-000000000001'

test('what an address asks for is kept, and nothing else', () => {
  const right = { actor: id, circle: id, action: 'user.created', from: '2026-01-31', to: '2026-02-01' }
  expect(readAuditSearch({ ...right, other: 'x' })).toEqual(right)
  expect(
    readAuditSearch({ actor: 'x', circle: 1, action: 'user.invented', from: '2026-13-01', to: 'today' }),
  ).toEqual({})
})

test('the last day counts whole', () => {
  const { from, to } = toAuditInput({ from: '2026-01-31', to: '2026-01-31' })
  expect(Date.parse(to ?? '') - Date.parse(from ?? '')).toBe(24 * 60 * 60 * 1000)
  expect(toAuditInput({})).toEqual({})
})
