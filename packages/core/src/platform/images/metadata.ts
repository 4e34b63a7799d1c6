import ExifReader from 'exifreader'
import { appleContentId } from './apple-maker-note.ts'
import { type Place, placeOf } from './place.ts'
import type { DateTags } from './taken-date.ts'

export interface PhotoMetadata {
  dates: DateTags
  /** EXIF 1-8; 1 when absent or nonsense. */
  orientation: number
  place: Place | null
  /** What a Live Photo has in common with its video. */
  contentId: string | null
}

/** Enough for any packet a camera or editor writes; the rest of a padded one is blank. */
const xmpPrefixBytes = 256 * 1024

const wanted = {
  exif: [
    'Orientation',
    'DateTime',
    'OffsetTime',
    'DateTimeOriginal',
    'OffsetTimeOriginal',
    'DateTimeDigitized',
    'OffsetTimeDigitized',
    'GPSDateStamp',
    'GPSTimeStamp',
    'GPSLatitude',
    'GPSLatitudeRef',
    'GPSLongitude',
    'GPSLongitudeRef',
  ],
  gps: ['Latitude', 'Longitude'],
}

/**
 * The few tags Kinkeep uses, from segments that are already cut out of the file. Never throws: a photo with
 * broken metadata is still a photo.
 * @param exif an EXIF segment with or without its `Exif\0\0` mark, or a whole TIFF
 * @param xmp an XMP packet
 */
export function readMetadata(exif: Buffer | undefined, xmp: Buffer | undefined): PhotoMetadata {
  const { orientation, place, ...dates } = exif ? readExif(exif) : nothing
  return {
    orientation,
    place,
    contentId: exif ? appleContentId(exif) : null,
    dates: { ...dates, ...(xmp ? readXmp(xmp) : {}) },
  }
}

const nothing = { orientation: 1, place: null }

function readExif(segment: Buffer): DateTags & Pick<PhotoMetadata, 'orientation' | 'place'> {
  const marked = segment.toString('latin1', 0, 4) === 'Exif'
  try {
    const { exif = {}, gps } = ExifReader.load(marked ? segment.subarray(6) : segment, {
      expanded: true,
      includeTags: wanted,
    })
    const orientation = Number(exif.Orientation?.value)
    return {
      orientation: orientation >= 1 && orientation <= 8 ? orientation : 1,
      place: placeOf(gps?.Latitude, gps?.Longitude),
      dateTimeOriginal: text(exif.DateTimeOriginal),
      offsetTimeOriginal: text(exif.OffsetTimeOriginal),
      dateTimeDigitized: text(exif.DateTimeDigitized),
      offsetTimeDigitized: text(exif.OffsetTimeDigitized),
      dateTime: text(exif.DateTime),
      offsetTime: text(exif.OffsetTime),
      gpsDateTime: gpsDateTime(text(exif.GPSDateStamp), exif.GPSTimeStamp?.value),
    }
  } catch {
    return nothing
  }
}

function text(tag: { value: unknown } | undefined): string | undefined {
  const value = Array.isArray(tag?.value) ? tag.value[0] : tag?.value
  return typeof value === 'string' ? value : undefined
}

/** Three rationals, `[[14, 1], [34, 1], [2350, 100]]`. */
function gpsDateTime(date: string | undefined, time: unknown): string | undefined {
  if (!date || !Array.isArray(time) || time.length !== 3) return undefined
  const parts = time.map((part) =>
    Array.isArray(part) ? Math.floor(Number(part[0]) / Number(part[1])) : Number.NaN,
  )
  if (!parts.every((part) => part >= 0 && part < 60)) return undefined
  return `${date} ${parts.map((part) => String(part).padStart(2, '0')).join(':')}`
}

/** Two properties, as attribute or element. A pattern over bounded text: no XML parser meets these bytes. */
function readXmp(packet: Buffer): DateTags {
  const xml = packet.toString('latin1', 0, xmpPrefixBytes)
  const find = (name: string) =>
    xml.match(new RegExp(`\\b${name}(?:\\s{0,9}=\\s{0,9}["']|>)\\s{0,9}([0-9TZ:.+-]{4,40})`))?.[1]
  return {
    xmpDateTimeOriginal: find('exif:DateTimeOriginal'),
    photoshopDateCreated: find('photoshop:DateCreated'),
    xmpCreateDate: find('xmp:CreateDate'),
  }
}
