import { useEffect, useRef, useState } from 'react'
import { droppedFiles } from '../uploads/dropped-files.ts'

/** Takes files that are dropped anywhere on the page, or pasted; answers whether some hover over it now. */
export function useFileDrop(enabled: boolean, onFiles: (files: File[]) => void): boolean {
  const [hovering, setHovering] = useState(false)
  const take = useRef(onFiles)
  useEffect(() => {
    take.current = onFiles
  })

  useEffect(() => {
    if (!enabled) return
    const listening = new AbortController()
    const { signal } = listening
    /** Entering a child comes before leaving its parent: the balance is what counts. */
    let depth = 0
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false
    const end = () => {
      depth = 0
      setHovering(false)
    }
    window.addEventListener(
      'dragenter',
      (event) => {
        if (!hasFiles(event)) return
        depth += 1
        setHovering(true)
      },
      { signal },
    )
    window.addEventListener(
      'dragleave',
      (event) => {
        if (!hasFiles(event)) return
        depth -= 1
        if (depth <= 0) end()
      },
      { signal },
    )
    window.addEventListener('dragover', (event) => hasFiles(event) && event.preventDefault(), { signal })
    window.addEventListener(
      'drop',
      (event) => {
        if (!event.dataTransfer || !hasFiles(event)) return
        event.preventDefault()
        end()
        void droppedFiles(event.dataTransfer).then((files) => files.length > 0 && take.current(files))
      },
      { signal },
    )
    window.addEventListener(
      'paste',
      (event) => {
        const files = [...(event.clipboardData?.files ?? [])]
        if (files.length === 0) return
        // A text processor copies a picture of what it copies: into a field goes the text.
        const isText = event.clipboardData?.types.includes('text/plain') === true
        if (isText && event.target instanceof Element && event.target.closest('input, textarea')) return
        event.preventDefault()
        take.current(files)
      },
      { signal },
    )
    return () => {
      listening.abort()
      setHovering(false)
    }
  }, [enabled])
  return hovering
}
