import type { KeepView } from '@kinkeep/contracts/keeps'
import { Button } from '@kinkeep/ui/button'
import { IconButton } from '@kinkeep/ui/icon-button'
import { NotebookPen, Sparkles, Trash2 } from 'lucide-react'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { Photo } from '../timeline/photo.tsx'
import { formatWhen } from '../timeline/wall-date.ts'
import { daysLeft } from './days-left.ts'

export interface TrashedKeepProps {
  circleId: string
  keep: KeepView
  /** Milliseconds since 1970. */
  now: number
  /** Whose it was: for those who see everybody's. */
  showsAuthor: boolean
  pending: boolean
  onRestore: () => void
  /** Told what it is called. */
  onDelete: (name: string) => void
}

/** One keep in the trash: enough to recognise it, how long it stays, and the way back. */
export function TrashedKeep({
  circleId,
  keep,
  now,
  showsAuthor,
  pending,
  onRestore,
  onDelete,
}: TrashedKeepProps) {
  const { t, language } = useTranslation()
  const videos = keep.media.filter(({ kind }) => kind === 'video').length
  const photos = keep.media.length - videos
  const cover = keep.media.find(({ state }) => state === 'ready')
  const kind = keep.milestone
    ? t(`timeline.milestones.${keep.milestone}`)
    : keep.media.length === 0
      ? t('trash.note')
      : [
          photos > 0 && t('trash.photos', { count: photos }),
          videos > 0 && t('gathered.trash.videos', { count: videos }),
        ]
          .filter(Boolean)
          .join(', ')
  const name = keep.title ?? keep.body?.slice(0, 80) ?? keep.media[0]?.name ?? kind
  const left = keep.trashedAt === null ? 1 : daysLeft(keep.trashedAt, now)
  const Icon = keep.milestone ? Sparkles : NotebookPen
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 py-3 sm:flex-nowrap sm:gap-4">
      <span className="grid size-16 shrink-0 place-items-center overflow-hidden rounded-md bg-sunk text-muted">
        {cover ? (
          <Photo circleId={circleId} media={cover} width={64} alt="" />
        ) : (
          <Icon size={24} aria-hidden="true" />
        )}
      </span>
      <div className="min-w-0 grow basis-48">
        <p className="truncate font-medium">{name}</p>
        <p className="text-muted text-xs">
          {kind} · {formatWhen(keep, language)}
          {showsAuthor && ` · ${keep.author?.name ?? t('timeline.formerMember')}`}
        </p>
        <p className={left <= 3 ? 'text-danger text-xs' : 'text-muted text-xs'}>
          {left === 1 ? t('trash.lastDay') : t('trash.daysLeft', { count: left })}
        </p>
      </div>
      <div className="ml-auto flex items-center gap-1">
        <Button
          tone="secondary"
          pending={pending}
          aria-label={t('trash.restoreOne', { name })}
          onClick={onRestore}
        >
          {t('trash.restore')}
        </Button>
        <IconButton
          label={t('gathered.trash.foreverOne', { name })}
          icon={<Trash2 size={20} aria-hidden="true" />}
          onClick={() => onDelete(name)}
        />
      </div>
    </li>
  )
}
