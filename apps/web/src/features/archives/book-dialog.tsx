import type { Paper } from '@kinkeep/contracts/archive-kinds'
import { limits } from '@kinkeep/contracts/limits'
import { Button } from '@kinkeep/ui/button'
import { Dialog } from '@kinkeep/ui/dialog'
import { Form } from '@kinkeep/ui/form'
import { SegmentedControl } from '@kinkeep/ui/segmented-control'
import { TextField } from '@kinkeep/ui/text-field'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { findEmpty, textOf, useFormErrors } from '../../lib/form-errors.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'

export interface BookDialogProps {
  circleId: string
  /** Of what; without one, of some days or of everything. */
  album?: { id: string; title: string } | undefined
  /** The days that are offered to begin with. */
  days?: { from?: string | undefined; to?: string | undefined } | undefined
  onClose: () => void
}

/** What a book is called, on which paper, and of what. Fetched when it is wanted. */
export default function BookDialog({ circleId, album, days, onClose }: BookDialogProps) {
  const { t } = useTranslation()
  const cache = trpc.useUtils()
  const [paper, setPaper] = useState<Paper>('a4')
  const request = trpc.keeps.books.request.useMutation({
    onSuccess: () => cache.keeps.books.list.invalidate({ circleId }),
  })
  const errors = useFormErrors(['title', 'from', 'to'], request.error)
  const submit = (data: FormData) => {
    if (!errors.accept(findEmpty(data, ['title']))) return
    const [from, to] = [textOf(data, 'from'), textOf(data, 'to')]
    request.mutate({
      circleId,
      title: textOf(data, 'title'),
      paper,
      ...(album ? { albumId: album.id } : {}),
      ...(from ? { from } : {}),
      ...(to ? { to } : {}),
    })
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('archives.book.title')}
      description={request.data ? t('archives.book.comes') : t('archives.book.text')}
      closeLabel={t('actions.close')}
    >
      {request.data ? (
        <div className="flex flex-wrap items-center gap-4">
          <Button onClick={onClose}>{t('archives.book.done')}</Button>
          {(album || days) && (
            <Link to="/c/$circleId/settings" params={{ circleId }} hash="books" className="link text-sm">
              {t('archives.book.where')}
            </Link>
          )}
        </div>
      ) : (
        <Form error={errors.form} pending={request.isPending} onSubmit={submit}>
          <TextField
            name="title"
            label={t('archives.book.name')}
            hint={null}
            error={errors.of('title')}
            defaultValue={album?.title ?? ''}
            maxLength={limits.keepTitleLength}
            autoComplete="off"
          />
          <SegmentedControl
            label={t('archives.book.paper')}
            value={paper}
            options={[
              { value: 'a4', label: t('archives.book.a4') },
              { value: 'square', label: t('archives.book.square') },
            ]}
            onChange={setPaper}
          />
          {!album && (
            <div className="grid gap-4 sm:grid-cols-2">
              <TextField
                name="from"
                type="date"
                label={t('archives.book.from')}
                hint={null}
                error={errors.of('from')}
                defaultValue={days?.from ?? ''}
              />
              <TextField
                name="to"
                type="date"
                label={t('archives.book.to')}
                hint={null}
                error={errors.of('to')}
                defaultValue={days?.to ?? ''}
              />
            </div>
          )}
          <p className="text-muted text-xs">{t('archives.book.hint', { count: limits.photosPerBook })}</p>
          <Button type="submit" wide pending={request.isPending}>
            {t('archives.book.make')}
          </Button>
        </Form>
      )}
    </Dialog>
  )
}
