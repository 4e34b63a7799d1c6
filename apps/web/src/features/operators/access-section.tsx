import type { OperatedPerson } from '@kinkeep/contracts/operators'
import { Button } from '@kinkeep/ui/button'
import { ConfirmDialog } from '@kinkeep/ui/confirm-dialog'
import { useState } from 'react'
import { Section } from '../../components/section.tsx'
import { errorText } from '../../lib/error-text.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { showToast } from '../../lib/toasts.ts'
import { trpc } from '../../lib/trpc.ts'
import { CloseDialog } from './close-dialog.tsx'

/** Closing an account to its owner, and opening it again. */
export function AccessSection({ person }: { person: OperatedPerson }) {
  const { t, language } = useTranslation()
  const cache = trpc.useUtils()
  const [isOpen, setOpen] = useState(false)
  const reactivate = trpc.operator.users.reactivate.useMutation({
    onSuccess: async (changed) => {
      cache.operator.users.get.setData({ userId: changed.id }, changed)
      showToast({ tone: 'done', text: t('operator.close.reopened') })
      setOpen(false)
      await cache.operator.users.list.invalidate()
    },
  })
  const isClosed = person.deactivatedAt !== null
  return (
    <Section title={t('operator.close.title')} lead={t('operator.close.lead')}>
      <Button tone={isClosed ? 'secondary' : 'danger'} onClick={() => setOpen(true)}>
        {t(isClosed ? 'operator.close.reopen' : 'operator.close.button')}
      </Button>
      <CloseDialog person={person} open={isOpen && !isClosed} onClose={() => setOpen(false)} />
      <ConfirmDialog
        open={isOpen && isClosed}
        onOpenChange={setOpen}
        title={t('operator.close.reopenTitle', { name: person.name })}
        description={t('operator.close.reopenText')}
        confirmLabel={t('operator.close.reopen')}
        cancelLabel={t('actions.cancel')}
        tone="primary"
        pending={reactivate.isPending}
        error={reactivate.error && errorText(reactivate.error, t, language)}
        onConfirm={() => reactivate.mutate({ userId: person.id })}
      />
    </Section>
  )
}
