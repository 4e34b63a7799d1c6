import { limits } from '@kinkeep/contracts/limits'
import { can } from '@kinkeep/contracts/roles'
import { Button } from '@kinkeep/ui/button'
import { Dialog } from '@kinkeep/ui/dialog'
import { Select } from '@kinkeep/ui/select'
import { useNavigate, useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { readLastCircle } from '../../lib/last-circle.ts'
import { trpc } from '../../lib/trpc.ts'
import { allCircles } from '../circles/all-circles.ts'
import { type DraftPhoto, photosOf } from '../compose/draft.ts'
import { readDraft, storeDraft } from '../compose/stored-draft.ts'
import { startUploads, uploadFiles } from '../uploads/uploads.ts'
import { forgetShares, type Share } from './inbox.ts'
import { ShareContents } from './share-contents.tsx'

export interface ShareDialogProps {
  userId: string
  shares: readonly Share[]
  onClose: () => void
}

/** What was shared, and the circle it is for: each file on its day, or all of them in one memory. */
export function ShareDialog({ userId, shares, onClose }: ShareDialogProps) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { client } = useRouter().options.context
  const [{ items }] = trpc.circles.list.useSuspenseQuery(allCircles)
  const circles = items.filter(({ role }) => can(role, 'media.upload'))
  const [chosen, setChosen] = useState(readLastCircle())
  const circleId = circles.find(({ id }) => id === chosen)?.id ?? circles[0]?.id

  const files = shares.flatMap((share) => share.files)
  const text = shares
    .map((share) => share.text)
    .filter((each) => each !== '')
    .join('\n')
  const lost = shares.reduce((sum, share) => sum + share.lost, 0)
  const begun = circleId === undefined ? 0 : readDraft({ userId, circleId }, 'media').photos.length
  const fitsOne = begun + files.length <= limits.mediaPerKeep

  const leave = () => {
    onClose()
    void forgetShares(shares.map(({ id }) => id))
  }
  /** What was begun before stays, and what was shared joins it. */
  const write = (circleId: string, kind: 'media' | 'note', photos: readonly DraftPhoto[]) => {
    const place = { userId, circleId }
    const draft = readDraft(place, kind)
    storeDraft(place, {
      ...draft,
      kind: draft.kind === 'note' ? kind : draft.kind,
      body: [draft.body, text].filter((each) => each !== '').join('\n'),
      photos: [...draft.photos, ...photos],
    })
  }
  const addEach = () => {
    if (circleId === undefined) return
    startUploads(client, userId)
    uploadFiles(files, { circleId, keep: 'own' })
    // Words for all of them belong to none: they wait in the composer to be said or thrown away.
    if (text !== '') write(circleId, 'note', [])
    leave()
    const search = text === '' ? {} : { add: 'note' as const }
    void navigate({ to: '/c/$circleId', params: { circleId }, search })
  }
  const writeAbout = () => {
    if (circleId === undefined) return
    startUploads(client, userId)
    const keys = uploadFiles(files, { circleId, keep: 'attached' })
    const kind = files.length > 0 ? 'media' : 'note'
    write(circleId, kind, photosOf(files, keys))
    leave()
    const search = { add: kind === 'note' ? kind : true } as const
    void navigate({ to: '/c/$circleId', params: { circleId }, search })
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('sharing.title')}
      description={circleId === undefined ? t('sharing.noCircle') : t('sharing.lead')}
      closeLabel={t('actions.close')}
      opensAt="title"
    >
      <div className="flex flex-col gap-5">
        <ShareContents {...{ files, text }} />
        {lost > 0 && <p className="text-danger text-sm">{t('sharing.lost', { count: lost })}</p>}
        {circles.length > 1 && (
          <Select
            name="circle"
            hint={null}
            error={null}
            label={t('sharing.circle')}
            value={circleId ?? ''}
            options={circles.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={({ target }) => setChosen(target.value)}
          />
        )}
        <div className="flex flex-wrap justify-end gap-3">
          <Button tone="quiet" onClick={leave}>
            {t('sharing.throwAway')}
          </Button>
          {circleId !== undefined && (text !== '' || (files.length > 0 && fitsOne)) && (
            <Button tone={files.length > 0 ? 'secondary' : 'primary'} onClick={writeAbout}>
              {t(files.length > 0 ? 'sharing.oneKeep' : 'sharing.note')}
            </Button>
          )}
          {circleId !== undefined && files.length > 0 && (
            <Button onClick={addEach}>{t('sharing.addEach')}</Button>
          )}
        </div>
      </div>
    </Dialog>
  )
}
