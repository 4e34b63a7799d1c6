import { thumbHashToDataURL } from 'thumbhash'

const most = 500
const urls = new Map<string, string>()

/** A ThumbHash (base64) as an address of its blurred picture. Decoded once, for as long as it is in use. */
export function thumbHashUrl(thumbHash: string): string {
  const known = urls.get(thumbHash)
  const url = known ?? thumbHashToDataURL(Uint8Array.from(atob(thumbHash), (byte) => byte.charCodeAt(0)))
  // Last used goes last, so that the first is the one to forget.
  urls.delete(thumbHash)
  urls.set(thumbHash, url)
  if (urls.size > most) urls.delete(urls.keys().next().value ?? '')
  return url
}
