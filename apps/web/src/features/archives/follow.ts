import type { ArchiveView } from '@kinkeep/contracts/archives'

interface Listed {
  state: { data?: { items: ArchiveView[] } | undefined }
}

/** How often to ask while something is being made: the stream tells as well, where there is one. */
export function followInterval({ state }: Listed): number | false {
  return state.data?.items.some((one) => one.state === 'waiting') ? 3000 : false
}

/** Of a list in a section of a page. */
export const shown = 5
