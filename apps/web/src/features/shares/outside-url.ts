import type { SharedVariant } from '@kinkeep/contracts/share-kinds'
import type { SharedMedia } from '@kinkeep/contracts/share-links'

/** Where a shared item's bytes are. The browser's cookie is what lets it in: no token stands in the address. */
export function outsideUrl(
  linkId: string,
  { id, version }: Pick<SharedMedia, 'id' | 'version'>,
  variant: SharedVariant,
): string {
  return `/shared/${linkId}/${id}/${variant}${version === 1 ? '' : `?v=${version}`}`
}
