import { Button } from '@kinkeep/ui/button'
import { ArrowUp } from 'lucide-react'
import { useTranslation } from '../../lib/i18n/use-translation.ts'

/** Says that something new lies above, instead of moving what somebody looks at. */
export function NewKeepsChip({ count }: { count: number }) {
  const { t } = useTranslation()
  return (
    <div
      role="status"
      className="pointer-events-none sticky top-28 z-20 flex h-0 justify-center overflow-visible lg:top-16"
    >
      {count > 0 && (
        <div className="pointer-events-auto h-fit animate-rise rounded-full shadow-floating">
          <Button onClick={() => window.scrollTo({ top: 0 })}>
            <ArrowUp size={18} aria-hidden="true" />
            {t('timeline.newKeeps', { count })}
          </Button>
        </div>
      )}
    </div>
  )
}
