import { Button } from '@kinkeep/ui/button'
import { EmptyState } from '@kinkeep/ui/empty-state'
import { ImagePlus, PenLine } from 'lucide-react'
import { EmptyHouse } from '../../components/empty-house.tsx'
import { useTranslation } from '../../lib/i18n/use-translation.ts'

export interface TimelineEmptyProps {
  mayAdd: boolean
  onPick: () => void
  onWrite: () => void
}

/** A circle on its first day. */
export function TimelineEmpty({ mayAdd, onPick, onWrite }: TimelineEmptyProps) {
  const { t } = useTranslation()
  return (
    <div className="mt-5 grid min-h-[56dvh] place-items-center rounded-xl border-2 border-line border-dashed">
      <EmptyState
        picture={<EmptyHouse />}
        title={t('timeline.emptyTitle')}
        text={t(mayAdd ? 'timeline.emptyText' : 'timeline.emptyViewerText')}
        action={
          mayAdd && (
            <>
              <Button onClick={onPick}>
                <ImagePlus size={20} aria-hidden="true" />
                {t('timeline.addPhotos')}
              </Button>
              <Button tone="secondary" onClick={onWrite}>
                <PenLine size={19} aria-hidden="true" />
                {t('timeline.write')}
              </Button>
            </>
          )
        }
      />
    </div>
  )
}
