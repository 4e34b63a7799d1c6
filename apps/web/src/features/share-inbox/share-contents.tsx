import { Film, Image } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from '../../lib/i18n/use-translation.ts'

/** Pictures shown; of more there is a number. */
const most = 7

/** A look at what was shared, before anything is done with it. */
export function ShareContents({ files, text }: { files: readonly File[]; text: string }) {
  const { t } = useTranslation()
  const shown = files.slice(0, files.length > most + 1 ? most : most + 1)
  return (
    <>
      {files.length > 0 && (
        <ul aria-label={t('sharing.files', { count: files.length })} className="grid grid-cols-4 gap-2">
          {shown.map((file, index) => (
            // Two of them may have one name, and the list never changes.
            <li key={index}>
              <SharedFile file={file} />
            </li>
          ))}
          {files.length > shown.length && (
            <li className="grid aspect-square place-items-center rounded-sm bg-sunk text-muted">
              +{files.length - shown.length}
            </li>
          )}
        </ul>
      )}
      {text !== '' && (
        <p className="line-clamp-6 whitespace-pre-line break-words rounded-sm bg-sunk px-3 py-2 text-sm">
          {text}
        </p>
      )}
    </>
  )
}

function SharedFile({ file }: { file: File }) {
  const [src, setSrc] = useState<string>()
  useEffect(() => {
    if (!file.type.startsWith('image/')) return
    const url = URL.createObjectURL(file)
    setSrc(url)
    return () => URL.revokeObjectURL(url)
  }, [file])
  const Icon = file.type.startsWith('video/') ? Film : Image
  return (
    <span className="grid aspect-square place-items-center overflow-hidden rounded-sm bg-sunk text-muted">
      {src === undefined ? (
        <>
          <Icon size={22} aria-hidden="true" />
          <span className="sr-only">{file.name}</span>
        </>
      ) : (
        <img
          src={src}
          alt={file.name}
          decoding="async"
          onError={() => setSrc(undefined)}
          className="size-full object-cover"
        />
      )}
    </span>
  )
}
