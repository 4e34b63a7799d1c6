import type { DeletionCheck, DeletionChoice } from '@kinkeep/contracts/account-data'
import { limits } from '@kinkeep/contracts/limits'
import { Button } from '@kinkeep/ui/button'
import { Dialog } from '@kinkeep/ui/dialog'
import { Form } from '@kinkeep/ui/form'
import { useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { errorText } from '../../lib/error-text.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'

const choices = ['stay', 'go'] as const satisfies readonly DeletionChoice[]

export interface DeletionDialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  toGo: DeletionCheck['toGo']
}

/** Says what will happen, asks what becomes of what others see too, and begins the week to think. */
export function DeletionDialog({ open, onOpenChange, toGo }: DeletionDialogProps) {
  const { t, language } = useTranslation()
  const cache = trpc.useUtils()
  const router = useRouter()
  const [contributions, setContributions] = useState<DeletionChoice>('stay')
  const request = trpc.users.requestDeletion.useMutation({
    onSuccess: async () => {
      onOpenChange(false)
      await cache.users.me.fetch(undefined, { staleTime: 0 })
      await router.invalidate()
    },
  })
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={t('accountData.deletion.dialogTitle')}
      description={t('accountData.deletion.dialogText', { count: limits.deletionDays })}
      closeLabel={t('actions.cancel')}
    >
      <Form
        error={request.error && errorText(request.error, t, language)}
        pending={request.isPending}
        onSubmit={() => request.mutate({ contributions })}
      >
        {toGo.length > 0 && (
          <div className="text-sm">
            <p>{t('accountData.deletion.goToo')}</p>
            <ul className="mt-1 list-disc pl-5">
              {toGo.map(({ id, name, keepCount }) => (
                <li key={id}>
                  {name} <span className="text-muted">({t('circle.keepCount', { count: keepCount })})</span>
                </li>
              ))}
            </ul>
          </div>
        )}
        <fieldset className="flex flex-col gap-2">
          <legend className="mb-2 font-medium text-sm">{t('accountData.deletion.question')}</legend>
          {choices.map((choice) => (
            <label
              key={choice}
              className="flex cursor-pointer items-start gap-3 rounded-md border border-line p-3 has-checked:border-accent has-checked:bg-accent-soft has-focus-visible:outline-3 has-focus-visible:outline-accent"
            >
              <input
                type="radio"
                name="contributions"
                value={choice}
                checked={contributions === choice}
                onChange={() => setContributions(choice)}
                className="mt-1 size-4 accent-accent"
              />
              <span className="font-medium text-sm">
                {t(`accountData.deletion.${choice}`)}
                <span className="block font-normal text-muted">
                  {t(`accountData.deletion.${choice}Hint`)}
                </span>
              </span>
            </label>
          ))}
        </fieldset>
        <Button type="submit" tone="danger" pending={request.isPending}>
          {t('accountData.deletion.confirm')}
        </Button>
      </Form>
    </Dialog>
  )
}
