import { z } from 'zod'
import { limits } from './limits.ts'

/** What every list takes beside its own input. */
export const paging = {
  limit: z.int().min(1).max(limits.pageMax).default(limits.pageDefault),
  /** Opaque; only a `nextCursor` that the same list answered is valid. */
  cursor: z.string().max(200).optional(),
}

/** `{ items, nextCursor }`: a keyset page, without a total. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  const page = z.object({ items: z.array(item), nextCursor: z.string().nullable() })
  // tRPC asks for parseAsync, for which zod leaves its compiled parsers aside; nothing in a page needs to wait.
  page.parseAsync = async (value, params) => page.parse(value, params)
  return page
}
