import type { CSSProperties } from 'react'
import { thumbHashToAverageRGBA, thumbHashToDataURL } from 'thumbhash'

const most = 500
const urls = new Map<string, string>()

/** A ThumbHash as what stands behind a picture until it is here; nothing where there is none. */
export function blurOf(thumbHash: string | null): CSSProperties {
  return thumbHash === null ? {} : { backgroundImage: `url(${thumbHashUrl(thumbHash)})` }
}

/** A ThumbHash (base64) as an address of its blurred picture. Decoded once, for as long as it is in use. */
export function thumbHashUrl(thumbHash: string): string {
  const known = urls.get(thumbHash)
  const url = known ?? thumbHashToDataURL(bytesOf(thumbHash))
  // Last used goes last, so that the first is the one to forget.
  urls.delete(thumbHash)
  urls.set(thumbHash, url)
  if (urls.size > most) urls.delete(urls.keys().next().value ?? '')
  return url
}

/** What a ThumbHash (base64) is seen as from afar: one colour. A thousandth of the work of its picture. */
export function thumbHashColour(thumbHash: string): string {
  // The first bytes say it: eight letters.
  const { r, g, b, a } = thumbHashToAverageRGBA(bytesOf(thumbHash.slice(0, 8)))
  const [red, green, blue] = [r, g, b].map((part) => Math.round(part * 255))
  return `rgb(${red} ${green} ${blue} / ${a})`
}

function bytesOf(thumbHash: string): Uint8Array {
  return Uint8Array.from(atob(thumbHash), (byte) => byte.charCodeAt(0))
}
