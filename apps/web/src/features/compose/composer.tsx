import type { KeepKind } from '@kinkeep/contracts/keep-kinds'
import type { KeepView } from '@kinkeep/contracts/keeps'
import { can } from '@kinkeep/contracts/roles'
import { Button } from '@kinkeep/ui/button'
import { Form } from '@kinkeep/ui/form'
import { SegmentedControl } from '@kinkeep/ui/segmented-control'
import { useMutation } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { Suspense, useCallback, useEffect, useMemo, useState } from 'react'
import { useFormErrors } from '../../lib/form-errors.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'
import { LazyTagField } from '../browse/lazy-browse.ts'
import { useProfiles } from '../keep-people/use-profiles.ts'
import { today } from '../timeline/wall-date.ts'
import {
  asItCanBe,
  changedDraft,
  type Draft,
  type DraftPhoto,
  draftOf,
  isEmptyDraft,
  newDraft,
} from './draft.ts'
import { DraftFields } from './draft-fields.tsx'
import { DraftPeople } from './draft-people.tsx'
import { DraftPhotos } from './draft-photos.tsx'
import { DraftVisibility } from './draft-visibility.tsx'
import { DropOverlay } from './drop-overlay.tsx'
import { type DraftField, findDraftErrors } from './find-draft-errors.ts'
import { createFromDraft, updateFromDraft } from './save-draft.ts'
import { forgetDraft, readDraft, storeDraft } from './stored-draft.ts'
import { useDraftPhotos } from './use-draft-photos.ts'
import { useFileDrop } from './use-file-drop.ts'

const names = ['title', 'body', 'mediaIds', 'happenedAt'] as const satisfies readonly DraftField[]
const kinds = ['media', 'note', 'milestone'] as const

export interface ComposerProps {
  circleId: string
  /** The keep to change; undefined to write a new one. */
  keep: KeepView | undefined
  /** What a new one begins as, when nothing was begun before. */
  kind: KeepKind
  onSaved: (keep: KeepView) => void
}

/** Writes a keep of any kind, or changes one. A new one is kept as a draft on this device until it is saved. */
export function Composer({ circleId, keep, kind, onSaved }: ComposerProps) {
  const { t } = useTranslation()
  const { client } = useRouter().options.context
  const userId = trpc.useUtils().users.me.getData()?.id ?? ''
  const place = useMemo(() => ({ userId, circleId }), [userId, circleId])
  const [draft, setDraft] = useState<Draft>(() => (keep ? draftOf(keep) : readDraft(place, kind)))
  const [isWaiting, setWaiting] = useState(false)
  const profiles = useProfiles(circleId)
  const { data: circle } = trpc.circles.get.useQuery({ circleId })
  const mayRestrict = circle !== undefined && can(circle.role, 'keep.restrict')
  const changePhotos = useCallback(
    (to: (photos: DraftPhoto[]) => DraftPhoto[]) =>
      setDraft((now) => changedDraft(now, { photos: to(now.photos) })),
    [],
  )
  const photos = useDraftPhotos(circleId, draft, changePhotos)
  const save = useMutation({
    mutationFn: () => {
      const told = asItCanBe(draft, { known: profiles, mayRestrict })
      if (keep) return updateFromDraft(client, circleId, keep, told)
      // Written down before it leaves: whether it arrives may never be heard.
      storeDraft(place, { ...draft, isTried: true })
      setDraft((now) => ({ ...now, isTried: true }))
      return createFromDraft(client, circleId, told)
    },
    onSuccess: (saved) => {
      if (!keep) forgetDraft(place)
      onSaved(saved)
    },
  })
  const errors = useFormErrors(names, save.error)
  const change = (some: Partial<Draft>) => setDraft((now) => changedDraft(now, some))
  const takeFiles = (files: File[]) => {
    // A note has no photos: one that is being written becomes a caption, one that was kept stays a note.
    if (draft.kind === 'note' && keep) return
    if (draft.kind === 'note') setDraft((now) => ({ ...now, kind: 'media' }))
    errors.accept({})
    photos.add(files)
  }
  const isHovering = useFileDrop(true, takeFiles)

  useEffect(() => {
    if (!keep && !save.isSuccess) storeDraft(place, draft)
  }, [place, draft, keep, save.isSuccess])

  // Saving waits for photos that are still on their way, and stops waiting when one of them is in trouble.
  const { underway, hasTwin } = photos
  const isTroubled = photos.isTroubled || hasTwin
  const { mutate } = save
  useEffect(() => {
    if (!isWaiting || (underway > 0 && !isTroubled)) return
    setWaiting(false)
    if (!isTroubled) mutate()
  }, [isWaiting, underway, isTroubled, mutate])

  const submit = () => {
    if (errors.accept(findDraftErrors(draft, today())) && !isTroubled) setWaiting(true)
  }
  const photosError = isTroubled
    ? t(hasTwin ? 'compose.photoTwin' : 'compose.photoTrouble')
    : errors.of('mediaIds', { required: t('compose.needsPhotos') })
  const pending = isWaiting || save.isPending
  return (
    <Form
      error={errors.form}
      pending={pending}
      onSubmit={submit}
      label={t(keep ? 'compose.editTitle' : 'compose.newTitle')}
    >
      {isHovering && <DropOverlay intoKeep />}
      {!keep && (
        <SegmentedControl
          label={t('compose.kind')}
          hideLabel
          value={draft.kind}
          options={kinds.map((value) => ({ value, label: t(`compose.kinds.${value}`) }))}
          onChange={(kind) => setDraft({ ...draft, kind })}
        />
      )}
      {draft.kind !== 'note' && (
        <DraftPhotos
          circleId={circleId}
          photos={draft.photos}
          uploadOf={photos.uploadOf}
          error={photosError}
          onChange={photos.set}
          onFiles={takeFiles}
        />
      )}
      <DraftFields {...{ draft, errors }} today={today()} onChange={change} />
      {profiles && <DraftPeople {...{ circleId, profiles, draft }} onChange={change} />}
      <Suspense fallback={<div className="min-h-24" />}>
        <LazyTagField circleId={circleId} tags={draft.tags} onChange={(tags) => change({ tags })} />
      </Suspense>
      {mayRestrict && (
        <DraftVisibility visibility={draft.visibility} onChange={(visibility) => change({ visibility })} />
      )}
      <div className="flex flex-wrap items-center justify-end gap-3">
        <p role="status" className="mr-auto text-muted text-sm">
          {isWaiting && underway > 0 && t('compose.sendingPhotos', { count: underway })}
        </p>
        {!keep && !isEmptyDraft(draft) && !pending && (
          <Button
            tone="quiet"
            onClick={() => {
              photos.set([])
              setDraft({ ...newDraft(), kind: draft.kind })
            }}
          >
            {t('compose.discard')}
          </Button>
        )}
        <Button type="submit" pending={pending}>
          {t(keep ? 'compose.saveChanges' : 'compose.save')}
        </Button>
      </div>
    </Form>
  )
}
