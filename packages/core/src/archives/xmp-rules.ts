import type { ArchivedMedia } from '@kinkeep/contracts/archive'
import type { DatePrecision } from '@kinkeep/contracts/media-states'

export interface XmpWords {
  title: string | null
  caption: string | null
  tags: readonly string[]
  /** Names of whom it shows. */
  people: readonly string[]
  datePrecision: DatePrecision
}

/** How much of a date XMP is told: what nobody knows is left out, as its own format has it. */
const known: Record<DatePrecision, number> = { time: 19, day: 10, month: 7, season: 7, year: 4, decade: 4 }

/**
 * The sidecar that other photo programs read: date with offset, caption, tags, people and place of one original.
 * https://developer.adobe.com/xmp/docs/XMPNamespaces/ and IPTC's PersonInImage.
 */
export function toXmp(media: ArchivedMedia, words: XmpWords): string {
  const date = toXmpDate(media, words.datePrecision)
  const lines = [
    `   <photoshop:DateCreated>${date}</photoshop:DateCreated>`,
    `   <exif:DateTimeOriginal>${date}</exif:DateTimeOriginal>`,
    ...(words.title ? [`   <dc:title>${inEveryLanguage(words.title)}</dc:title>`] : []),
    ...(words.caption ? [`   <dc:description>${inEveryLanguage(words.caption)}</dc:description>`] : []),
    ...(words.tags.length > 0 ? [`   <dc:subject>${bagOf(words.tags)}</dc:subject>`] : []),
    ...(words.people.length > 0
      ? [`   <Iptc4xmpExt:PersonInImage>${bagOf(words.people)}</Iptc4xmpExt:PersonInImage>`]
      : []),
    ...(media.latitude !== null && media.longitude !== null
      ? [
          `   <exif:GPSLatitude>${toXmpAngle(media.latitude, 'N', 'S')}</exif:GPSLatitude>`,
          `   <exif:GPSLongitude>${toXmpAngle(media.longitude, 'E', 'W')}</exif:GPSLongitude>`,
        ]
      : []),
  ]
  return `<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""
    xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:exif="http://ns.adobe.com/exif/1.0/"
    xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
    xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/">
${lines.join('\n')}
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>
`
}

function toXmpDate(
  { happenedAt, happenedOffset }: Pick<ArchivedMedia, 'happenedAt' | 'happenedOffset'>,
  precision: DatePrecision,
): string {
  const text = happenedAt.slice(0, known[precision])
  if (precision !== 'time' || happenedOffset === null) return text
  const minutes = Math.abs(happenedOffset)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${text}${happenedOffset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}

/** Degrees and decimal minutes, as XMP has them: `55,45.1240N`. */
function toXmpAngle(angle: number, positive: string, negative: string): string {
  const absolute = Math.abs(angle)
  const degrees = Math.floor(absolute)
  return `${degrees},${((absolute - degrees) * 60).toFixed(6)}${angle < 0 ? negative : positive}`
}

const inEveryLanguage = (text: string) =>
  `<rdf:Alt><rdf:li xml:lang="x-default">${escapeXml(text)}</rdf:li></rdf:Alt>`

const bagOf = (items: readonly string[]) =>
  `<rdf:Bag>${items.map((item) => `<rdf:li>${escapeXml(item)}</rdf:li>`).join('')}</rdf:Bag>`

/** Also what XML 1.0 has no place for at all, however it is written. */
export function escapeXml(text: string): string {
  return text
    .replace(/[[\p{Cc}--[\t\n\r\u007f-\u009f]]\ufffe\uffff\p{Cs}]/gv, '')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/'/g, '&#39;')
}
