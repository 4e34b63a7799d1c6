import type { AlbumView } from '@kinkeep/contracts/albums'
import type { CircleView } from '@kinkeep/contracts/circles'
import { can } from '@kinkeep/contracts/roles'
import { Button } from '@kinkeep/ui/button'
import { ConfirmDialog } from '@kinkeep/ui/confirm-dialog'
import { IconButton } from '@kinkeep/ui/icon-button'
import { Menu, MenuItem, MenuSeparator } from '@kinkeep/ui/menu'
import { Link, useNavigate } from '@tanstack/react-router'
import { ArrowLeft, BookOpen, Ellipsis, ImageIcon, ListX, Pencil, Plus, Share2, Trash2 } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { errorText } from '../../lib/error-text.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { showToast } from '../../lib/toasts.ts'
import { trpc } from '../../lib/trpc.ts'
import { AlbumCover } from './album-cover.tsx'
import { AlbumDialog } from './album-dialog.tsx'
import { timeSpan } from './time-span.ts'

const BookDialog = lazy(() => import('../archives/book-dialog.tsx'))
const ShareDialog = lazy(() => import('../shares/share-dialog-with-words.tsx'))

export interface AlbumHeadProps {
  circle: CircleView
  album: AlbumView
  userId: string | undefined
  mayChange: boolean
  isEmpty: boolean
  onPick: (purpose: 'add' | 'remove' | 'cover') => void
}

/** What an album is called, what is said of it, and what can be done with it. */
export function AlbumHead({ circle, album, userId, mayChange, isEmpty, onPick }: AlbumHeadProps) {
  const { t, language } = useTranslation()
  const [doing, setDoing] = useState<'edit' | 'share' | 'book' | 'delete'>()
  const span = timeSpan(album, language)
  const params = { circleId: circle.id }
  const mayDelete = can(circle.role, 'keep.restrict') || album.createdBy?.id === userId
  const icon = (Icon: typeof Plus) => <Icon size={18} aria-hidden="true" />
  return (
    <header>
      <Link to="/c/$circleId/albums" params={params} className="link inline-flex min-h-11 items-center gap-2">
        <ArrowLeft size={18} aria-hidden="true" />
        {t('gathered.albums.all')}
      </Link>
      <div className="mt-2 flex flex-col gap-4 sm:flex-row sm:items-end sm:gap-6">
        {album.cover !== null && (
          <div className="h-44 overflow-hidden rounded-lg sm:h-40 sm:w-56 sm:shrink-0">
            <AlbumCover circleId={circle.id} cover={album.cover} size="preview" />
          </div>
        )}
        <div className="min-w-0 grow">
          <h1 className="break-words text-2xl">{album.title}</h1>
          <p className="mt-1 text-muted text-sm">
            {t('gathered.albums.keeps', { count: album.keepCount })}
            {span !== null && ` · ${span}`}
            {album.createdBy !== null && ` · ${t('gathered.albums.madeBy', { name: album.createdBy.name })}`}
          </p>
          {album.description !== null && <p className="mt-2 whitespace-pre-line">{album.description}</p>}
        </div>
        {mayChange && (
          <div className="flex shrink-0 items-center gap-2">
            <Button tone="secondary" onClick={() => onPick('add')}>
              {icon(Plus)}
              {t('gathered.albums.addKeeps')}
            </Button>
            <Menu
              align="end"
              trigger={
                <IconButton
                  label={t('gathered.albums.menu')}
                  icon={<Ellipsis size={20} aria-hidden="true" />}
                />
              }
            >
              <MenuItem icon={icon(Pencil)} onSelect={() => setDoing('edit')}>
                {t('gathered.albums.edit')}
              </MenuItem>
              {!isEmpty && (
                <>
                  <MenuItem icon={icon(ImageIcon)} onSelect={() => onPick('cover')}>
                    {t('gathered.albums.pickCover')}
                  </MenuItem>
                  <MenuItem icon={icon(ListX)} onSelect={() => onPick('remove')}>
                    {t('gathered.albums.takeOut')}
                  </MenuItem>
                </>
              )}
              {can(circle.role, 'shareLink.createForOthers') && (
                <MenuItem icon={icon(Share2)} onSelect={() => setDoing('share')}>
                  {t('timeline.share')}
                </MenuItem>
              )}
              {!isEmpty && (
                <MenuItem icon={icon(BookOpen)} onSelect={() => setDoing('book')}>
                  {t('archives.book.make')}
                </MenuItem>
              )}
              <MenuSeparator />
              <MenuItem
                tone="danger"
                icon={icon(Trash2)}
                hindrance={mayDelete ? null : t('gathered.albums.notYours')}
                onSelect={() => setDoing('delete')}
              >
                {t('gathered.albums.delete')}
              </MenuItem>
            </Menu>
          </div>
        )}
      </div>
      {doing === 'edit' && (
        <AlbumDialog circleId={circle.id} album={album} onClose={() => setDoing(undefined)} />
      )}
      {doing === 'share' && (
        <Suspense>
          <ShareDialog
            circleId={circle.id}
            subject={{ kind: 'album', albumId: album.id }}
            onClose={() => setDoing(undefined)}
          />
        </Suspense>
      )}
      {doing === 'book' && (
        <Suspense>
          <BookDialog circleId={circle.id} album={album} onClose={() => setDoing(undefined)} />
        </Suspense>
      )}
      <DeleteAlbum
        circleId={circle.id}
        album={album}
        open={doing === 'delete'}
        onClose={() => setDoing(undefined)}
      />
    </header>
  )
}

interface DeleteAlbumProps {
  circleId: string
  album: AlbumView
  open: boolean
  onClose: () => void
}

function DeleteAlbum({ circleId, album, open, onClose }: DeleteAlbumProps) {
  const { t, language } = useTranslation()
  const navigate = useNavigate({ from: '/c/$circleId/albums' })
  const utils = trpc.useUtils()
  const remove = trpc.keeps.albums.delete.useMutation({
    onSuccess: async () => {
      showToast({ tone: 'done', text: t('gathered.albums.deleted') })
      await navigate({ search: {}, replace: true })
      await utils.keeps.albums.list.invalidate({ circleId })
    },
  })
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={t('gathered.albums.deleteQuestion', { title: album.title })}
      description={t('gathered.albums.deleteText')}
      confirmLabel={t('gathered.albums.delete')}
      cancelLabel={t('actions.cancel')}
      pending={remove.isPending}
      error={remove.error && errorText(remove.error, t, language)}
      onConfirm={() => remove.mutate({ circleId, albumId: album.id })}
    />
  )
}
