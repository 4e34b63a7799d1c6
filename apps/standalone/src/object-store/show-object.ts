import type { StoredObject } from './catalog.ts'
import type { StoreContext } from './context.ts'

/**
 * Lets a key show an object whose files are written: from one moment to the next, or not at all. What it showed
 * before is removed; when `check` throws, the new files are.
 */
export async function showObject(
  { blobs, catalog }: StoreContext,
  object: StoredObject,
  check: (current: StoredObject | undefined) => void,
): Promise<void> {
  let replaced: string[]
  try {
    replaced = catalog.put(object, check)
  } catch (error) {
    await blobs.remove(object.segments.map((segment) => segment.file))
    throw error
  }
  await blobs.remove(replaced)
}
