import { Button } from '@kinkeep/ui/button'
import { ConfirmDialog } from '@kinkeep/ui/confirm-dialog'
import { useMutation } from '@tanstack/react-query'
import { Trash2 } from 'lucide-react'
import { useState } from 'react'
import { errorText } from '../../lib/error-text.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { showToast } from '../../lib/toasts.ts'
import { trpc } from '../../lib/trpc.ts'

export interface EmptyTrashProps {
  circleId: string
  /** When the newest of what is in sight was thrown away: what comes in while one thinks it over stays. */
  seenAt: string
}

/** All that lies in the trash now, for good; a large one goes in several calls, and what went is gone if one fails. */
export function EmptyTrash({ circleId, seenAt }: EmptyTrashProps) {
  const { t, language } = useTranslation()
  const utils = trpc.useUtils()
  const [asked, setAsked] = useState<string>()
  const empty = useMutation({
    mutationFn: async (seenAt: string) => {
      let deleted = 0
      for (let hasMore = true; hasMore; ) {
        const answer = await utils.client.keeps.emptyTrash.mutate({ circleId, seenAt })
        deleted += answer.deleted
        hasMore = answer.hasMore
      }
      return deleted
    },
    onSuccess: (count) => {
      setAsked(undefined)
      showToast({ tone: 'done', text: t('gathered.trash.emptied', { count }) })
    },
    onSettled: () => utils.keeps.list.invalidate({ circleId }),
  })
  return (
    <>
      <Button
        tone="quiet"
        onClick={() => {
          empty.reset()
          setAsked(seenAt)
        }}
      >
        <Trash2 size={18} aria-hidden="true" />
        {t('gathered.trash.emptyAll')}
      </Button>
      <ConfirmDialog
        open={asked !== undefined}
        onOpenChange={(open) => !open && setAsked(undefined)}
        title={t('gathered.trash.emptyQuestion')}
        description={`${t('gathered.trash.emptyWhatGoes')} ${t('gathered.trash.whatStays')}`}
        confirmLabel={t('gathered.trash.emptyConfirm')}
        cancelLabel={t('actions.cancel')}
        pending={empty.isPending}
        error={empty.error && errorText(empty.error, t, language)}
        onConfirm={() => asked !== undefined && empty.mutate(asked)}
      />
    </>
  )
}
