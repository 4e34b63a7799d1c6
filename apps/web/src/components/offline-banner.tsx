import { useSyncExternalStore } from 'react'
import { useTranslation } from '../lib/i18n/use-translation.ts'

/** Says that the network is away. What was loaded stays in sight. */
export function OfflineBanner() {
  const { t } = useTranslation()
  const online = useSyncExternalStore(subscribe, () => navigator.onLine)
  return (
    <div role="status">
      {!online && (
        <p className="fixed inset-x-3 top-17 z-40 mx-auto w-fit animate-rise rounded-full bg-sun-soft px-5 py-2 text-center font-medium text-sm text-sun-ink shadow-floating lg:top-4">
          {t('shell.offline')}
        </p>
      )}
    </div>
  )
}

function subscribe(onChange: () => void): () => void {
  window.addEventListener('online', onChange)
  window.addEventListener('offline', onChange)
  return () => {
    window.removeEventListener('online', onChange)
    window.removeEventListener('offline', onChange)
  }
}
