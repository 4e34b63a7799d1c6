import { type ArchivedKeep, archiveFormat, archiveVersion } from '@kinkeep/contracts/archive'
import { safeFileName } from '../platform/file-names.ts'

/** Files of an archive that tell of it as a whole. */
export const headFile = 'archive.json'
export const manifestFile = 'manifest.sha256'
export const profilesFile = 'profiles.json'
export const mark = { format: archiveFormat, version: archiveVersion } as const

/** Where an original lies: by its day, so that a folder reads like a diary. The id keeps two of one name apart. */
export function mediaFile(media: { id: string; name: string; happenedAt: string }): string {
  const day = media.happenedAt.slice(0, 10)
  return `media/${day.slice(0, 4)}/${day}_${media.id}_${safeFileName(media.name)}`
}

export function keepFile(keep: { id: string; happenedAt: string }): string {
  const day = keep.happenedAt.slice(0, 10)
  return `keeps/${day.slice(0, 4)}/${day}_${keep.id}.json`
}

export function albumFile(albumId: string): string {
  return `albums/${albumId}.json`
}

export function thumbnailFile(mediaId: string): string {
  return `thumbnails/${mediaId}.webp`
}

/** A month's page; what does not fit on one stands on the next. */
export function pageFile(month: string, part: number): string {
  return `pages/${month}${part === 1 ? '' : `-${part}`}.html`
}

/** Sidecars of an original. */
export const sidecars = (file: string) => ({ json: `${file}.json`, xmp: `${file}.xmp` })

export function toJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}

/**
 * What two archives of the same memories have in common, whenever and wherever each was made: of a manifest the lines
 * of all but what tells of the making (the head, the words for people) and what is made anew from the originals.
 */
export function canonicalManifest(manifest: string): string[] {
  return manifest
    .split('\n')
    .filter((line) => /^[0-9a-f]{64} {2}(keeps|media|albums)\/|^[0-9a-f]{64} {2}profiles\.json$/.test(line))
    .toSorted((a, b) => (a.slice(66) < b.slice(66) ? -1 : 1))
}

/** Everything that a keep has been said and felt about. */
export function countTalk(keep: Pick<ArchivedKeep, 'comments' | 'reactions'>) {
  return {
    comments: keep.comments.filter(({ body }) => body !== null).length,
    reactions: keep.reactions.length,
  }
}
