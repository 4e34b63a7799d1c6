import { Button } from '@kinkeep/ui/button'
import { Pause, Play } from 'lucide-react'
import { currentTranslation } from '../../lib/i18n/i18n.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { showToast } from '../../lib/toasts.ts'
import { pickFiles } from '../compose/pick-files.ts'
import { isSettled, isWorthRetrying } from './upload-item.ts'
import type { UploadsView } from './upload-list.ts'
import { chooseAgain, pauseUploads, readAgain, removeUploads, retryUploads } from './uploads.ts'

/** What can be done with the whole list. */
export function UploadActions({ view }: { view: UploadsView }) {
  const { t } = useTranslation()
  const { items, isPaused } = view
  const keysOf = (some: UploadsView['items']) => some.map(({ uploadKey }) => uploadKey)
  const missing = keysOf(items.filter(({ state }) => state === 'missing'))
  const again = keysOf(items.filter(isWorthRetrying))
  const settled = keysOf(items.filter(isSettled))
  const isUnderway = items.some((item) => !isSettled(item) && item.state !== 'processing')
  return (
    <div className="flex flex-wrap justify-end gap-2 px-3 py-2 empty:hidden">
      {isUnderway && (
        <Button tone="quiet" onClick={() => pauseUploads(!isPaused)}>
          {isPaused ? <Play size={17} aria-hidden="true" /> : <Pause size={17} aria-hidden="true" />}
          {t(isPaused ? 'uploads.goOn' : 'uploads.pause')}
        </Button>
      )}
      {missing.length > 0 && (
        <Button tone="quiet" onClick={() => void bringBack(missing)}>
          {t('uploads.chooseAgain')}
        </Button>
      )}
      {again.length > 0 && (
        <Button tone="quiet" onClick={() => retryUploads(again)}>
          {t('uploads.retryAll')}
        </Button>
      )}
      {settled.length > 0 && (
        <Button tone="quiet" onClick={() => removeUploads(settled)}>
          {t('uploads.clear')}
        </Button>
      )}
    </div>
  )
}

/** Asks for files whose bytes this browser does not have: to read them again where they lie, else to choose them. */
export async function bringBack(uploadKeys: readonly string[]): Promise<void> {
  const left = await readAgain(uploadKeys)
  if (left.length === 0) return
  pickFiles((files) => {
    const count = chooseAgain(files)
    if (count > 0) showToast({ tone: 'error', text: currentTranslation().t('uploads.notThose', { count }) })
  })
}
