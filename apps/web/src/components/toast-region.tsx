import { lazy, Suspense } from 'react'
import { useTranslation } from '../lib/i18n/use-translation.ts'
import { dismissToast, useToasts } from '../lib/toasts.ts'

// Nobody is told anything before doing something: out of the first bundle.
const Toasts = lazy(() => import('@kinkeep/ui/toast').then(({ Toasts }) => ({ default: Toasts })))

export function ToastRegion() {
  const { t } = useTranslation()
  const messages = useToasts()
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
