import type { KeepView } from '@kinkeep/contracts/keeps'
import { can } from '@kinkeep/contracts/roles'
import { Button } from '@kinkeep/ui/button'
import { EmptyState } from '@kinkeep/ui/empty-state'
import { useNavigate } from '@tanstack/react-router'
import { Plus } from 'lucide-react'
import { lazy, Suspense, useCallback, useMemo, useState } from 'react'
import { EmptyHouse } from '../../components/empty-house.tsx'
import { PageTitle } from '../../components/page-title.tsx'
import { loadTexts } from '../../lib/i18n/i18n.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'
import { hindranceOf } from '../timeline/may-change.ts'
import { OpenPhoto } from '../timeline/open-photo.tsx'
import { OpenTalk } from '../timeline/open-talk.tsx'
import { TimelineList } from '../timeline/timeline-list.tsx'
import { useTrashKeep } from '../timeline/use-trash-keep.ts'
import { AlbumHead } from './album-head.tsx'
import type { AlbumsSearch } from './albums-search.ts'
import { PickKeeps } from './pick-keeps.tsx'
import { useAlbumKeeps } from './use-album-keeps.ts'

const ComposeDialog = lazy(async () => {
  const [{ ComposeDialog }] = await Promise.all([
    import('../compose/compose-dialog.tsx'),
    loadTexts('family'),
    loadTexts('memories'),
  ])
  return { default: ComposeDialog }
})

export interface AlbumPageProps {
  circleId: string
  albumId: string
  search: AlbumsSearch
}

const noDay = () => {}

/** An album: what is said of it, and what is in it as it stands on the timeline. */
export function AlbumPage({ circleId, albumId, search }: AlbumPageProps) {
  const { t } = useTranslation()
  const navigate = useNavigate({ from: '/c/$circleId/albums' })
  const [circle] = trpc.circles.get.useSuspenseQuery({ circleId })
  const [me] = trpc.users.me.useSuspenseQuery()
  const [album] = trpc.keeps.albums.get.useSuspenseQuery({ circleId, albumId })
  const timeline = useAlbumKeeps(circleId, albumId)
  const [editing, setEditing] = useState<KeepView>()
  const [picking, setPicking] = useState<'add' | 'remove' | 'cover'>()
  const trash = useTrashKeep(circleId)
  const userId = me?.id
  const { role } = circle
  const change = useCallback(
    (change: Partial<AlbumsSearch>, replace = false) =>
      void navigate({ search: (now) => ({ ...now, ...change }), replace, resetScroll: false }),
    [navigate],
  )
  const reader = useMemo(
    () => ({ mayModerate: can(role, 'comment.moderate'), seesPictures: true, lookAgain: false }) as const,
    [role],
  )
  const hindrance = useCallback((keep: KeepView) => hindranceOf(keep, { userId, role }), [userId, role])
  const open = useCallback((photo: string) => change({ photo }), [change])
  const talk = useCallback((keepId: string) => change({ talk: keepId }), [change])
  const mayChange = can(role, 'album.update')
  const isEmpty = timeline.keeps.length === 0
  return (
    <main
      id="main"
      tabIndex={-1}
      className="mx-auto w-full max-w-5xl px-4 pt-5 pb-16 sm:px-8 lg:pt-9 lg:pr-20"
    >
      <PageTitle text={album.title} />
      <AlbumHead {...{ circle, album, userId, mayChange, isEmpty }} onPick={setPicking} />
      {isEmpty ? (
        <EmptyState
          picture={<EmptyHouse />}
          title={t('gathered.albums.nothingIn')}
          text={mayChange ? t('gathered.albums.nothingInText') : t('gathered.albums.emptyViewerText')}
          action={
            mayChange && (
              <Button onClick={() => setPicking('add')}>
                <Plus size={18} aria-hidden="true" />
                {t('gathered.albums.addKeeps')}
              </Button>
            )
          }
        />
      ) : (
        <TimelineList
          {...{ circleId, timeline, userId, hindranceOf: hindrance }}
          at={undefined}
          onOpen={open}
          onEdit={setEditing}
          onTrash={trash}
          onTalk={talk}
          onDay={noDay}
          atEnd=""
        />
      )}
      {search.photo !== undefined && (
        <OpenPhoto
          {...{ circleId, timeline, reader, hindranceOf: hindrance }}
          mediaId={search.photo}
          onShow={(photo) => change({ photo }, true)}
          onGone={() => change({ photo: undefined }, true)}
          onEdit={setEditing}
          onTrash={trash}
        />
      )}
      {search.talk !== undefined && (
        <OpenTalk
          {...{ circleId, reader }}
          keepId={search.talk}
          onGone={() => change({ talk: undefined }, true)}
        />
      )}
      {picking && (
        <PickKeeps {...{ circleId, album }} purpose={picking} onClose={() => setPicking(undefined)} />
      )}
      <Suspense>
        {editing && (
          <ComposeDialog
            key={editing.id}
            circleId={circleId}
            keep={editing}
            kind="media"
            onClose={() => setEditing(undefined)}
          />
        )}
      </Suspense>
    </main>
  )
}
