import { photoTypes, videoTypes } from '@kinkeep/contracts/media-states'
import { chosenFiles } from '../uploads/dropped-files.ts'

/**
 * All photos, so that phones open their gallery, and what Kinkeep takes by name: browsers know nothing of HEIC and
 * QuickTime on some systems.
 */
export const accept = [
  ...['image/*', ...photoTypes, ...videoTypes],
  ...['.heic', '.heif', '.tif', '.tiff', '.avif', '.mp4', '.m4v', '.mov', '.webm'],
].join()

/** Opens the system's own picker; answers what was chosen. Has to be called from a click. */
export function pickFiles(onFiles: (files: File[]) => void): void {
  openPicker(onFiles, (input) => {
    input.multiple = true
    input.accept = accept
  })
}

/** The same for a folder with all that is in it. */
export function pickFolder(onFiles: (files: File[]) => void): void {
  openPicker(onFiles, (input) => {
    input.webkitdirectory = true
  })
}

/** Phones have no folders to choose, or pretend to. */
export function canPickFolders(): boolean {
  return 'webkitdirectory' in HTMLInputElement.prototype && matchMedia('(pointer: fine)').matches
}

function openPicker(onFiles: (files: File[]) => void, prepare: (input: HTMLInputElement) => void): void {
  const input = document.createElement('input')
  input.type = 'file'
  prepare(input)
  input.hidden = true
  input.addEventListener('change', () => {
    const files = chosenFiles(input.files)
    input.remove()
    if (files.length > 0) onFiles(files)
  })
  input.addEventListener('cancel', () => input.remove())
  // Safari asks for an input that is part of the page.
  document.body.append(input)
  input.click()
}
