import { Button } from '@kinkeep/ui/button'
import { Dialog } from '@kinkeep/ui/dialog'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'
import { AskLinkForm } from './ask-link-form.tsx'

/** Which address is to take the old one's place; then what both mails are for. */
export function EmailDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const request = trpc.users.requestEmailChange.useMutation()
  const sentTo = request.isSuccess ? request.variables.email : undefined
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t(sentTo === undefined ? 'password.email.change' : 'checkMail.title')}
      description={
        sentTo === undefined ? t('password.email.changeText') : t('password.email.sent', { email: sentTo })
      }
      closeLabel={t('actions.close')}
    >
      {sentTo === undefined ? (
        <AskLinkForm
          submitLabel={t('password.email.submit')}
          pending={request.isPending}
          error={request.error}
          onAsk={(email) => request.mutate({ email })}
        />
      ) : (
        <Button wide onClick={onClose}>
          {t('actions.close')}
        </Button>
      )}
    </Dialog>
  )
}
