import type { Deps } from '@kinkeep/core/platform/deps'
import { findSharePreview } from '@kinkeep/core/share-links/queries'

const name = 'Kinkeep'

/**
 * Open Graph tags of a shared page, for a link whose maker asked that chats may show it. Of every other, known or not,
 * its HTML says no more than of any other page. https://ogp.me
 */
export async function readShareHead(
  deps: Pick<Deps, 'db' | 'clock' | 'secrets' | 'publicUrl'>,
  token: string,
): Promise<string> {
  const preview = await findSharePreview(deps, token)
  if (!preview) return ''
  const image = `${deps.publicUrl}/shared/${preview.linkId}/preview/${preview.proof}/picture`
  const tags = {
    'og:site_name': name,
    'og:type': 'website',
    'og:title': preview.title ?? name,
    'og:image': image,
  }
  return Object.entries(tags)
    .map(([property, content]) => `<meta property="${property}" content="${escapeHtml(content)}" />`)
    .join('')
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** A person typed it. */
function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => entities[sign] ?? '')
}
