import type { KeepView } from '@kinkeep/contracts/keeps'
import { IconButton } from '@kinkeep/ui/icon-button'
import { Menu, MenuItem } from '@kinkeep/ui/menu'
import { Link } from '@tanstack/react-router'
import { BookImage, Ellipsis, Pencil, Share2, Trash2 } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import type { Hindrance } from './may-change.ts'

const ShareDialog = lazy(() => import('../shares/share-dialog-with-words.tsx'))

export interface KeepMenuProps {
  keep: KeepView
  hindrance: Hindrance
  onEdit: (keep: KeepView) => void
  onTrash: (keepId: string) => void
}

/** What can be done with a keep; where nothing can, why. */
export function KeepMenu({
  circleId,
  keep,
  hindrance,
  onEdit,
  onTrash,
}: KeepMenuProps & { circleId: string }) {
  const { t } = useTranslation()
  const author = keep.author?.name ?? t('timeline.formerMember')
  const [sharing, setSharing] = useState(false)
  return (
    <>
      <Menu
        align="end"
        trigger={
          <IconButton label={t('timeline.keepMenu')} icon={<Ellipsis size={20} aria-hidden="true" />} />
        }
      >
        {hindrance !== 'viewerOnly' && (
          <MenuItem asChild>
            <Link to="/c/$circleId/albums" params={{ circleId }} search={{ add: keep.id }}>
              <BookImage size={18} aria-hidden="true" />
              {t('timeline.addToAlbum')}
            </Link>
          </MenuItem>
        )}
        {hindrance === null ? (
          <>
            <MenuItem icon={<Pencil size={18} aria-hidden="true" />} onSelect={() => onEdit(keep)}>
              {t('timeline.edit')}
            </MenuItem>
            {keep.visibility === 'circle' && (
              <MenuItem icon={<Share2 size={18} aria-hidden="true" />} onSelect={() => setSharing(true)}>
                {t('timeline.share')}
              </MenuItem>
            )}
            <MenuItem
              tone="danger"
              icon={<Trash2 size={18} aria-hidden="true" />}
              onSelect={() => onTrash(keep.id)}
            >
              {t('timeline.trash')}
            </MenuItem>
          </>
        ) : (
          <p className="px-3 py-2 text-muted text-sm">{t(`timeline.${hindrance}`, { name: author })}</p>
        )}
      </Menu>
      {sharing && (
        <Suspense>
          <ShareDialog
            circleId={circleId}
            subject={{ kind: 'keep', keepId: keep.id }}
            onClose={() => setSharing(false)}
          />
        </Suspense>
      )}
    </>
  )
}
