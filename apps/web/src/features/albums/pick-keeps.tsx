import type { AlbumView } from '@kinkeep/contracts/albums'
import { limits } from '@kinkeep/contracts/limits'
import { Button } from '@kinkeep/ui/button'
import { Dialog } from '@kinkeep/ui/dialog'
import { Skeleton } from '@kinkeep/ui/skeleton'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { ListError } from '../../components/list-error.tsx'
import { LoadMore } from '../../components/load-more.tsx'
import { errorText } from '../../lib/error-text.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'
import { useSelection } from '../../lib/use-selection.ts'
import { nextCursorOf } from '../timeline/timeline-queries.ts'
import { useMergedKeeps } from '../timeline/use-merged-keeps.ts'
import { keepsIn, keepsToPick } from './album-queries.ts'
import { coverTiles, keepTiles, PickTile } from './pick-tile.tsx'

export interface PickKeepsProps {
  circleId: string
  album: AlbumView
  purpose: 'add' | 'remove' | 'cover'
  onClose: () => void
}

/** Chooses what comes into an album, what goes out of it, or the photo that stands on it. */
export function PickKeeps({ circleId, album, purpose, onClose }: PickKeepsProps) {
  const { t, language } = useTranslation()
  const utils = trpc.useUtils()
  const { client } = utils
  const [cover, setCover] = useState(album.cover?.isChosen ? album.cover.id : null)
  const wanted = purpose === 'add' ? keepsToPick(circleId) : keepsIn(circleId, album.id)
  const list = trpc.keeps.list.useInfiniteQuery(wanted, { getNextPageParam: nextCursorOf })
  const keeps = useMergedKeeps(JSON.stringify(wanted), list.data?.pages, list)
  const tiles = purpose === 'cover' ? coverTiles(keeps) : keepTiles(keeps)
  const { chosen, toggle, onKeyDown } = useSelection(tiles.map(({ id }) => id))
  const where = { circleId, albumId: album.id }
  const save = useMutation({
    mutationFn: async () => {
      if (purpose === 'cover') {
        await client.keeps.albums.update.mutate({ ...where, coverMediaId: cover })
        return
      }
      const change = purpose === 'add' ? client.keeps.albums.addKeeps : client.keeps.albums.removeKeeps
      const ids = [...chosen]
      for (let start = 0; start < ids.length; start += limits.keepsPerAlbumCall)
        await change.mutate({ ...where, keepIds: ids.slice(start, start + limits.keepsPerAlbumCall) })
    },
    onSuccess: onClose,
    // Also when only some of it arrived.
    onSettled: () =>
      Promise.all([
        utils.keeps.albums.get.invalidate(where),
        utils.keeps.albums.list.invalidate({ circleId }),
        utils.keeps.list.invalidate({ circleId, albumId: album.id }),
      ]),
  })
  const isNothing = purpose !== 'cover' && chosen.size === 0
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t(`gathered.albums.pick.${purpose}`)}
      description={t(`gathered.albums.pick.${purpose}Hint`)}
      closeLabel={t('actions.close')}
      size="lg"
      opensAt="title"
    >
      {list.isPending && <Skeleton className="h-64 w-full rounded-md" />}
      {list.error && !list.data && <ListError error={list.error} onRetry={() => void list.refetch()} />}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the keys are those of the boxes in it */}
      <ul
        className="grid grid-cols-3 gap-1.5 sm:grid-cols-5"
        // Escape is the dialog's.
        onKeyDown={(event) => purpose !== 'cover' && event.key !== 'Escape' && onKeyDown(event)}
      >
        {tiles.map((tile) => (
          <PickTile
            key={tile.id}
            {...{ circleId, tile }}
            isChosen={purpose === 'cover' ? tile.id === cover : chosen.has(tile.id)}
            onToggle={(range) =>
              purpose === 'cover' ? setCover(tile.id === cover ? null : tile.id) : toggle(tile.id, range)
            }
          />
        ))}
      </ul>
      {list.data && tiles.length === 0 && (
        <p className="py-6 text-muted">{t('gathered.albums.pick.nothing')}</p>
      )}
      <LoadMore query={list} />
      <div className="sticky -bottom-6 -mx-6 mt-4 flex flex-wrap items-center justify-end gap-3 border-line border-t bg-surface px-6 py-4">
        {save.error && (
          <p role="alert" className="w-full font-medium text-danger text-sm">
            {errorText(save.error, t, language)}
          </p>
        )}
        {purpose !== 'cover' && (
          <p className="grow text-muted text-sm" role="status">
            {t('gathered.albums.pick.chosen', { count: chosen.size })}
          </p>
        )}
        <Button tone="secondary" onClick={onClose}>
          {t('actions.cancel')}
        </Button>
        <Button pending={save.isPending} disabled={isNothing} onClick={() => save.mutate()}>
          {t(`gathered.albums.pick.${purpose}Do`)}
        </Button>
      </div>
    </Dialog>
  )
}
