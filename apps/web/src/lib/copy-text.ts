/** Puts text into the clipboard, by hand over plain HTTP, where browsers keep it to themselves. Answers whether it went. */
export async function copyText(text: string): Promise<boolean> {
  // Typed as always there, but only secure contexts have it.
  const clipboard: Clipboard | undefined = navigator.clipboard
  if (!clipboard) return copySelected(text)
  return clipboard.writeText(text).then(
    () => true,
    () => false,
  )
}

/** What is selected can be copied anywhere, so that it is, out of sight. */
function copySelected(text: string): boolean {
  const shown = document.createElement('span')
  shown.textContent = text
  shown.style.cssText = 'position: fixed; top: 0; opacity: 0; white-space: pre; user-select: all'
  document.body.append(shown)
  try {
    getSelection()?.selectAllChildren(shown)
    return document.execCommand('copy')
  } finally {
    shown.remove()
  }
}
