import { Image } from 'lucide-react'
import { useState } from 'react'
import type { UploadItem } from './upload-item.ts'
import { localPreview } from './uploads.ts'

/** The file itself, small, where the browser can show it. Decoration: the name stands beside it. */
export function UploadThumb({ item }: { item: UploadItem }) {
  const [broken, setBroken] = useState(false)
  const src = broken ? undefined : localPreview(item)
  return (
    <span className="grid size-11 shrink-0 place-items-center overflow-hidden rounded-sm bg-sunk text-muted">
      {src === undefined ? (
        <Image size={20} aria-hidden="true" />
      ) : (
        <img
          src={src}
          alt=""
          loading="lazy"
          decoding="async"
          onError={() => setBroken(true)}
          className="size-full object-cover"
        />
      )}
    </span>
  )
}
