import type { AlbumView } from '@kinkeep/contracts/albums'
import { limits } from '@kinkeep/contracts/limits'
import { Button } from '@kinkeep/ui/button'
import { Dialog } from '@kinkeep/ui/dialog'
import { Form } from '@kinkeep/ui/form'
import { TextField } from '@kinkeep/ui/text-field'
import { Textarea } from '@kinkeep/ui/textarea'
import { useState } from 'react'
import { findEmpty, textOf, useFormErrors } from '../../lib/form-errors.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { newId } from '../../lib/new-id.ts'
import { trpc } from '../../lib/trpc.ts'

export interface AlbumDialogProps {
  circleId: string
  /** null for a new one. */
  album: AlbumView | null
  /** What a new one begins with. */
  keepId?: string
  /** Told what came of it; nothing when it was called off. */
  onClose: (album?: AlbumView) => void
}

const names = ['title', 'description'] as const

/** What an album is called, and what is said of it. */
export function AlbumDialog({ circleId, album, keepId, onClose }: AlbumDialogProps) {
  const { t } = useTranslation()
  const utils = trpc.useUtils()
  // The same for every try of this form, so that an answer lost on the way makes no second album.
  const [idempotencyKey] = useState(newId)
  const onSuccess = async (saved: AlbumView) => {
    utils.keeps.albums.get.setData({ circleId, albumId: saved.id }, saved)
    void utils.keeps.albums.list.invalidate({ circleId })
    onClose(saved)
  }
  const create = trpc.keeps.albums.create.useMutation({ onSuccess })
  const update = trpc.keeps.albums.update.useMutation({ onSuccess })
  const save = album ? update : create
  const errors = useFormErrors(names, save.error)
  const submit = (data: FormData) => {
    if (!errors.accept(findEmpty(data, ['title']))) return
    const title = textOf(data, 'title')
    const description = textOf(data, 'description')
    if (album) update.mutate({ circleId, albumId: album.id, title, description: description || null })
    else {
      const keeps = keepId === undefined ? {} : { keepIds: [keepId] }
      create.mutate({ circleId, title, ...(description && { description }), ...keeps, idempotencyKey })
    }
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={album ? t('gathered.albums.editTitle') : t('gathered.albums.make')}
      description={null}
      closeLabel={t('actions.close')}
    >
      <Form error={errors.form} pending={save.isPending} onSubmit={submit}>
        <TextField
          name="title"
          label={t('gathered.albums.name')}
          hint={null}
          error={errors.of('title')}
          defaultValue={album?.title ?? ''}
          maxLength={limits.albumTitleLength}
          autoComplete="off"
        />
        <Textarea
          name="description"
          label={t('gathered.albums.description')}
          hint={null}
          error={errors.of('description')}
          defaultValue={album?.description ?? ''}
          maxLength={limits.albumDescriptionLength}
        />
        <Button type="submit" wide pending={save.isPending}>
          {album ? t('actions.save') : t('gathered.albums.make')}
        </Button>
      </Form>
    </Dialog>
  )
}
