/** A file to be brought along, wherever it lies. */
export interface FoundFile {
  /** From the root of what was named, with slashes. */
  path: string
  byteSize: number
  modifiedAt: Date
  /** Calls with a path on this disk; what was unpacked for it is gone afterwards. */
  withFile<Result>(read: (path: string) => Promise<Result>): Promise<Result>
  readText(): Promise<string>
}

export function nameOf({ path }: Pick<FoundFile, 'path'>): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

export function folderOf({ path }: Pick<FoundFile, 'path'>): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')))
}

const mediaName = /\.(jpe?g|png|webp|gif|avif|hei[cf]|tiff?|mp4|m4v|mov|webm)$/i

export function isMedia(file: Pick<FoundFile, 'path'>): boolean {
  return mediaName.test(file.path) && !nameOf(file).startsWith('.')
}
