import { Dialog } from '@kinkeep/ui/dialog'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { showToast } from '../../lib/toasts.ts'
import { trpc } from '../../lib/trpc.ts'
import { Composer, type ComposerProps } from './composer.tsx'

export interface ComposeDialogProps extends Pick<ComposerProps, 'circleId' | 'keep' | 'kind'> {
  onClose: () => void
}

/** The composer over the page: a dialog on a desk, a sheet on a phone. */
export function ComposeDialog({ circleId, keep, kind, onClose }: ComposeDialogProps) {
  const { t } = useTranslation()
  const utils = trpc.useUtils()
  const onSaved = () => {
    showToast({ tone: 'done', text: t(keep ? 'compose.changed' : 'compose.saved') })
    void utils.keeps.list.invalidate({ circleId })
    void utils.keeps.timeline.invalidate({ circleId })
    onClose()
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t(keep ? 'compose.editTitle' : 'compose.newTitle')}
      description={null}
      closeLabel={t('actions.close')}
      size="lg"
    >
      <Composer circleId={circleId} keep={keep} kind={kind} onSaved={onSaved} />
    </Dialog>
  )
}
