import { z } from 'zod'
import { type FoundFile, folderOf, nameOf } from './found-file.ts'

const seconds = z.object({ timestamp: z.coerce.number() })
const place = z.object({ latitude: z.number(), longitude: z.number() })

/** What Google Takeout writes beside a photo. Everything may be absent. */
const sidecar = z.object({
  title: z.string().optional(),
  description: z.string().optional(),
  photoTakenTime: seconds.optional(),
  geoData: place.optional(),
  geoDataExif: place.optional(),
  trashed: z.boolean().optional(),
  favorited: z.boolean().optional(),
})
export type Sidecar = z.infer<typeof sidecar>

export interface ReadSidecar extends Sidecar {
  /** Of its file, with slashes. */
  path: string
}

/** A sidecar of a photo, or the description of an album: that has a title and no time. null: neither. */
export function parseSidecar(path: string, text: string): ReadSidecar | null {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return null
  }
  const parsed = sidecar.safeParse(value)
  return parsed.success ? { ...parsed.data, path } : null
}

/** Words that Google puts behind the name of an edited copy, in the languages of its users. */
const edited =
  /-(edited|bearbeitet|modifié|modificato|editado|bewerkt|edytowane|redigeret|redigerad|изменено|отредактировано)$/i

/** Google cuts a sidecar's name, without `.json`, at 46 characters. */
const cutAt = 46
const suffix = '.supplemental-metadata'

/**
 * The sidecar of a photo among those of its folder. `IMG(1).jpg` has `IMG.jpg(1).json` or
 * `IMG.jpg.supplemental-metadata(1).json`; long names are cut, the suffix with them; an edited copy has the one of its
 * original.
 */
export function findSidecar(
  file: Pick<FoundFile, 'path'>,
  sidecars: readonly ReadSidecar[],
): ReadSidecar | undefined {
  const beside = sidecars.filter((each) => folderOf(each) === folderOf(file))
  const name = splitName(nameOf(file))
  return beside.find((each) => belongs(each, name)) ?? beside.find((each) => belongs(each, originalOf(name)))
}

/** The sidecar of the photo that a file without one of its own is the moving half of. */
export function findSidecarOfStill(
  file: Pick<FoundFile, 'path'>,
  sidecars: readonly ReadSidecar[],
): ReadSidecar | undefined {
  const { stem, number } = originalOf(splitName(nameOf(file)))
  return sidecars.find((each) => folderOf(each) === folderOf(file) && stemOf(each) === `${stem}|${number}`)
}

function originalOf(name: SplitName): SplitName {
  return { ...name, stem: name.stem.replace(edited, '') }
}

interface SplitName {
  stem: string
  /** With its dot. */
  extension: string
  /** As in `(1)`, or nothing. */
  number: string
}

function splitName(name: string): SplitName {
  const [, stem = name, number = '', extension = ''] = /^(.*?)(\(\d+\))?(\.[^.]*)?$/s.exec(name) ?? []
  return { stem, number, extension }
}

/** Without `.json`, and the number apart. */
function splitSidecar(path: string): { base: string; number: string } {
  const name = nameOf({ path }).replace(/\.json$/i, '')
  const [, base = name, number = ''] = /^(.*?)(\(\d+\))?$/s.exec(name) ?? []
  return { base, number }
}

function belongs({ path }: ReadSidecar, { stem, extension, number }: SplitName): boolean {
  const found = splitSidecar(path)
  if (found.number !== number) return false
  const whole = `${stem}${extension}`
  if (found.base === whole || found.base === `${whole}${suffix}`) return true
  const isCut = found.base.length + found.number.length >= cutAt - 1 || found.base.length > whole.length
  return isCut && `${whole}${suffix}`.startsWith(found.base)
}

/** `IMG_1.HEIC.json` tells of `IMG_1.MOV` too, when that has none of its own. */
function stemOf({ path }: ReadSidecar): string {
  const { base, number } = splitSidecar(path)
  const media = base.replace(/\.s[a-z-]*$/, '')
  return `${media.replace(/\.[^.]*$/, '')}|${number}`
}
