import { Dialog } from '@kinkeep/ui/dialog'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { Talk, type TalkProps } from './talk.tsx'

/** The conversation about a keep over the page it stands on. */
export function TalkSheet({ onClose, ...talk }: TalkProps & { onClose: () => void }) {
  const { t } = useTranslation()
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('conversation.title')}
      description={null}
      closeLabel={t('actions.close')}
      opensAt="title"
    >
      {/* As much as the dialog leaves below what it holds. */}
      <div className="contents [--talk-below:max(1.5rem,env(safe-area-inset-bottom))]">
        <Talk {...talk} />
      </div>
    </Dialog>
  )
}
