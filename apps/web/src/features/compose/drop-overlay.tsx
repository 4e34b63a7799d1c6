import { ImageDown } from 'lucide-react'
import { useTranslation } from '../../lib/i18n/use-translation.ts'

/** Says, while files hover over the page, what letting go of them will do. */
export function DropOverlay({ intoKeep = false }: { intoKeep?: boolean }) {
  const { t } = useTranslation()
  return (
    <div
      role="status"
      className="pointer-events-none fixed inset-0 z-60 grid animate-fade place-items-center bg-scrim p-5"
    >
      <div className="flex flex-col items-center gap-3 rounded-xl border-2 border-accent border-dashed bg-surface px-10 py-9 text-center shadow-floating">
        <ImageDown size={40} className="text-accent" aria-hidden="true" />
        <p className="font-semibold font-serif text-xl">{t('compose.dropHere')}</p>
        <p className="max-w-xs text-muted text-sm">
          {t(intoKeep ? 'compose.dropIntoKeep' : 'compose.dropText')}
        </p>
      </div>
    </div>
  )
}
