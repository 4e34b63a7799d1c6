/** Browsers hide HEIC behind `image/*` on some systems, so it is named. */
const accept = 'image/*,.heic,.heif,.tif,.tiff'

/** Opens the system's own picker; answers what was chosen. Has to be called from a click. */
export function pickFiles(onFiles: (files: File[]) => void): void {
  const input = document.createElement('input')
  input.type = 'file'
  input.multiple = true
  input.accept = accept
  input.hidden = true
  input.addEventListener('change', () => {
    onFiles([...(input.files ?? [])])
    input.remove()
  })
  input.addEventListener('cancel', () => input.remove())
  // Safari asks for an input that is part of the page.
  document.body.append(input)
  input.click()
}
