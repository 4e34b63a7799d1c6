import { lazy, Suspense, useEffect, useState } from 'react'
import { useTranslation } from '../lib/i18n/use-translation.ts'
import { dismissToast, useToasts } from '../lib/toasts.ts'

const Toasts = lazy(() => import('@kinkeep/ui/toast').then(({ Toasts }) => ({ default: Toasts })))
/** Milliseconds after the first page, when its own files have arrived. */
const later = 1500

/** Fetched after the first page, as nobody is told anything before, and before the network may be gone. */
export function ToastRegion() {
  const { t } = useTranslation()
  const messages = useToasts()
  const [wanted, setWanted] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setWanted(true), later)
    return () => clearTimeout(timer)
  }, [])
  if (!wanted && messages.length === 0) return null
  return (
    <Suspense>
      <Toasts
        messages={messages}
        onDismiss={dismissToast}
        label={t('shell.notifications')}
        dismissLabel={t('actions.dismiss')}
      />
    </Suspense>
  )
}
