import { exactInstant, id, wallClock } from '@kinkeep/contracts/values'
import type { z } from 'zod'
import { DomainError } from './errors.ts'

/**
 * The opaque cursor of a keyset page: the sort key of its last row as base64url JSON. It grants nothing: the
 * next page is read in the same scope, and a forged one is INVALID_INPUT or an empty page.
 */
export function encodeCursor(key: readonly string[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url')
}

/** The sort key of a cursor, each part of it matching its pattern, or undefined for the first page. */
export function decodeCursor(
  cursor: string | undefined,
  patterns: readonly z.ZodType<string>[],
): string[] | undefined {
  if (cursor === undefined) return undefined
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    if (
      Array.isArray(key) &&
      key.length === patterns.length &&
      patterns.every((pattern, index) => pattern.safeParse(key[index]).success)
    ) {
      return key as string[]
    }
  } catch {
    // Falls through: not ours.
  }
  throw new DomainError('INVALID_INPUT', { fields: { cursor: ['invalid'] } })
}

/** Cuts a list that was read with one row too many into a page. */
export function toPage<Row, Item>(
  rows: readonly Row[],
  limit: number,
  keyOf: (row: Row) => readonly string[],
  toItem: (row: Row) => Item,
): { items: Item[]; nextCursor: string | null } {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return {
    items: shown.map(toItem),
    nextCursor: rows.length > limit && last ? encodeCursor(keyOf(last)) : null,
  }
}

/** What a part may be: whatever else Postgres would not take either, but as an error of ours. */
export const idPattern = id
export const wallClockPattern = wallClock
export const instantPattern = exactInstant
