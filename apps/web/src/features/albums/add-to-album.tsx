import type { AlbumView } from '@kinkeep/contracts/albums'
import { Button } from '@kinkeep/ui/button'
import { Checkbox } from '@kinkeep/ui/checkbox'
import { Dialog } from '@kinkeep/ui/dialog'
import { Skeleton } from '@kinkeep/ui/skeleton'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { ListError } from '../../components/list-error.tsx'
import { LoadMore } from '../../components/load-more.tsx'
import { errorText } from '../../lib/error-text.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { showToast } from '../../lib/toasts.ts'
import { trpc } from '../../lib/trpc.ts'
import { nextCursorOf } from '../timeline/timeline-queries.ts'
import { AlbumCover } from './album-cover.tsx'
import { AlbumDialog } from './album-dialog.tsx'

export interface AddToAlbumProps {
  circleId: string
  keepId: string
  onClose: () => void
}

/** Which albums a keep is in: a tick puts it there, and is taken back when that did not work. */
export function AddToAlbum({ circleId, keepId, onClose }: AddToAlbumProps) {
  const { t } = useTranslation()
  const [isMaking, setMaking] = useState(false)
  const list = trpc.keeps.albums.list.useInfiniteQuery(
    { circleId, limit: 40, holding: keepId },
    { getNextPageParam: nextCursorOf },
  )
  const albums = list.data?.pages.flatMap(({ items }) => items) ?? []
  if (isMaking || list.data?.pages[0]?.items.length === 0) {
    return (
      <AlbumDialog
        circleId={circleId}
        album={null}
        keepId={keepId}
        onClose={(made) => {
          if (made) showToast({ tone: 'done', text: t('gathered.albums.addedTo', { title: made.title }) })
          if (made || !isMaking) onClose()
          else setMaking(false)
        }}
      />
    )
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('gathered.albums.addTo')}
      description={t('gathered.albums.addToHint')}
      closeLabel={t('actions.close')}
      opensAt="title"
    >
      {list.isPending && <Skeleton className="h-32 w-full rounded-md" />}
      {list.error && <ListError error={list.error} onRetry={() => void list.refetch()} />}
      <ul className="flex flex-col gap-1">
        {albums.map((album) => (
          <AlbumTick key={album.id} {...{ circleId, keepId, album }} />
        ))}
      </ul>
      <LoadMore query={list} />
      <div className="mt-4 flex flex-wrap justify-between gap-2">
        <Button tone="secondary" onClick={() => setMaking(true)}>
          <Plus size={18} aria-hidden="true" />
          {t('gathered.albums.make')}
        </Button>
        <Button onClick={onClose}>{t('gathered.albums.done')}</Button>
      </div>
    </Dialog>
  )
}

function AlbumTick({ circleId, keepId, album }: { circleId: string; keepId: string; album: AlbumView }) {
  const { t, language } = useTranslation()
  const utils = trpc.useUtils()
  const settled = {
    onError: (error: unknown) => showToast({ tone: 'error', text: errorText(error, t, language) }),
    onSettled: () =>
      Promise.all([
        utils.keeps.albums.list.invalidate({ circleId }),
        utils.keeps.albums.get.invalidate({ circleId, albumId: album.id }),
        utils.keeps.list.invalidate({ circleId, albumId: album.id }),
      ]),
  }
  const add = trpc.keeps.albums.addKeeps.useMutation(settled)
  const remove = trpc.keeps.albums.removeKeeps.useMutation(settled)
  const isBusy = add.isPending || remove.isPending
  // Shown at once; what is read afterwards has the last word.
  const isIn = add.isPending || (album.holds === true && !remove.isPending)
  return (
    <li className="flex items-center gap-3">
      <span className="size-12 shrink-0 overflow-hidden rounded-md">
        <AlbumCover circleId={circleId} cover={album.cover} />
      </span>
      <Checkbox
        name={album.id}
        label={album.title}
        checked={isIn}
        aria-busy={isBusy}
        onChange={({ target }) =>
          !isBusy &&
          (target.checked ? add : remove).mutate({ circleId, albumId: album.id, keepIds: [keepId] })
        }
      />
    </li>
  )
}
