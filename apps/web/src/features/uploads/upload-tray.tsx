import { loadOnce, useLoadAhead } from '@kinkeep/ui/load-once'
import { Progress } from '@kinkeep/ui/progress'
import { useRouter } from '@tanstack/react-router'
import { ChevronDown, ChevronUp, CircleAlert } from 'lucide-react'
import { lazy, Suspense, useEffect, useId, useState } from 'react'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { registerServiceWorker } from '../../service-worker/register.ts'
import { useDraftArrivals } from '../compose/use-draft-arrivals.ts'
import { ShareInbox } from '../share-inbox/share-inbox.tsx'
import { summarize } from './summary.ts'
import { summaryText, troubleText } from './upload-texts.ts'
import { removeUploads, startUploads } from './uploads.ts'
import { useFollowedProcessing } from './use-followed-processing.ts'
import { useUploads } from './use-uploads.ts'

const loadPanel = loadOnce(() => import('./upload-panel.tsx'))
const UploadPanel = lazy(() => loadPanel().then(({ UploadPanel }) => ({ default: UploadPanel })))

/** How long a finished queue stays in sight, in ms. */
const farewell = 6000

/** Uploads under way, floating above every page; mounted once by the shell, with the signed-in person's id. */
export function UploadTray({ userId }: { userId: string }) {
  const { t } = useTranslation()
  const { client } = useRouter().options.context
  const view = useUploads()
  const [open, setOpen] = useState(false)
  const panelId = useId()
  const summary = summarize(view.items)
  const isMoving = summary.underway + summary.processing > 0
  const isDone = !isMoving && summary.troubled + summary.duplicates === 0

  useEffect(() => startUploads(client, userId), [client, userId])
  useEffect(registerServiceWorker, [])
  // Before anybody opens it: then the network may be away.
  useLoadAhead(loadPanel)
  useFollowedProcessing(client, summary.processing > 0)
  useDraftArrivals(userId, view.items)
  useWarningBeforeLeaving(view.needsTab)
  useRoomForTray(view.items.length > 0)
  useEffect(() => {
    if (!isDone || open || view.items.length === 0) return
    const keys = view.items.map(({ uploadKey }) => uploadKey)
    const timer = setTimeout(() => removeUploads(keys), farewell)
    return () => clearTimeout(timer)
  }, [isDone, open, view.items])

  const text =
    view.items.length === 0
      ? ''
      : summaryText(summary, { isOnline: navigator.onLine, isPaused: view.isPaused }, t)
  const duplicates = t('uploads.duplicates', { count: summary.duplicates })
  return (
    <>
      <ShareInbox userId={userId} />
      {/* Spoken on its own, as rarely as the words change. */}
      <p role="status" className="sr-only">
        {text}
      </p>
      {view.items.length > 0 && (
        <aside
          aria-label={t('uploads.title')}
          className="fixed inset-x-3 bottom-[calc(4.25rem+env(safe-area-inset-bottom))] z-30 mx-auto flex max-h-[70dvh] max-w-sm animate-rise flex-col overflow-hidden rounded-lg border border-line bg-surface shadow-floating sm:right-5 sm:left-auto sm:w-96 lg:bottom-5"
        >
          <Suspense>{open && <UploadPanel view={view} id={panelId} />}</Suspense>
          {view.needsTab && (
            <p className="bg-sun-soft px-4 py-2 text-sun-ink text-xs">
              {t(summary.saving > 0 ? 'uploads.keepTabSaving' : 'uploads.keepTabOpen')}
            </p>
          )}
          <button
            type="button"
            aria-expanded={open}
            aria-controls={open ? panelId : undefined}
            onClick={() => setOpen(!open)}
            className="flex min-h-14 w-full items-center gap-3 px-4 py-2.5 text-left"
          >
            <span className="flex min-w-0 grow flex-col gap-1.5">
              <span className="flex items-baseline justify-between gap-3 text-sm">
                <span className="truncate font-medium">{text}</span>
                <span className="shrink-0 text-muted text-xs tabular-nums">
                  {t('uploads.progress', {
                    done: summary.delivered,
                    total: summary.total - summary.duplicates,
                  })}
                </span>
              </span>
              {isMoving && <Progress label={t('uploads.title')} value={summary.progress} />}
              {summary.duplicates > 0 && text !== duplicates && (
                <span className="text-muted text-xs">{duplicates}</span>
              )}
              {summary.troubled > 0 && isMoving && (
                <span className="flex items-center gap-1.5 text-danger text-xs">
                  <CircleAlert size={14} aria-hidden="true" />
                  {troubleText(summary, t)}
                </span>
              )}
            </span>
            {open ? <ChevronDown size={20} aria-hidden="true" /> : <ChevronUp size={20} aria-hidden="true" />}
            <span className="sr-only">{t(open ? 'uploads.hide' : 'uploads.show')}</span>
          </button>
        </aside>
      )}
    </>
  )
}

/** Bars that stick to the bottom stand above the tray while there is one. */
function useRoomForTray(needed: boolean): void {
  useEffect(() => {
    const { documentElement: root } = document
    root.toggleAttribute('data-tray', needed)
    return () => root.removeAttribute('data-tray')
  }, [needed])
}

function useWarningBeforeLeaving(needed: boolean): void {
  useEffect(() => {
    if (!needed) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [needed])
}
