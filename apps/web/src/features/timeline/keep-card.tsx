import { Avatar } from '@kinkeep/ui/avatar'
import { memo } from 'react'
import { avatarUrl } from '../../lib/avatar-url.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { FavouriteButton } from '../browse/favourite-button.tsx'
import { KeepTags } from '../browse/keep-tags.tsx'
import { ReactionBar } from '../conversation/reaction-bar.tsx'
import { KeepSubjects } from '../keep-people/keep-subjects.tsx'
import { KeepMenu, type KeepMenuProps } from './keep-menu.tsx'
import { KeepPhotos } from './keep-photos.tsx'
import { MilestoneMark } from './milestone-mark.tsx'
import { formatTime } from './wall-date.ts'

export interface KeepCardProps extends KeepMenuProps {
  circleId: string
  /** CSS pixels of the column. */
  width: number
  onOpen: (mediaId: string) => void
  onTalk: (keepId: string) => void
}

/** A memory with words: a note, a milestone, photos with a caption. */
export const KeepCard = memo(function KeepCard({ circleId, width, onOpen, onTalk, ...menu }: KeepCardProps) {
  const { t } = useTranslation()
  const { keep } = menu
  const { milestone } = keep
  const title = keep.title ?? (milestone && t(`timeline.milestones.${milestone}`))
  const inside = width - (width < 560 ? 34 : 50)
  return (
    <article
      className={`rounded-lg border bg-surface px-4 pt-4 pb-2 sm:px-6 sm:pt-5 ${milestone ? 'border-sun' : 'border-line'}`}
    >
      {(title || milestone) && (
        <div className="mb-3 flex items-center gap-4">
          {milestone && <MilestoneMark milestone={milestone} />}
          <div className="min-w-0">
            {milestone && keep.title && (
              <p className="font-medium text-sun-ink text-xs">{t(`timeline.milestones.${milestone}`)}</p>
            )}
            <h3 className="font-semibold font-serif text-xl">{title}</h3>
          </div>
        </div>
      )}
      {keep.kind === 'note' && <Words text={keep.body} large />}
      {keep.media.length > 0 && <KeepPhotos {...{ circleId, keep, onOpen }} width={inside} />}
      {keep.kind !== 'note' && <Words text={keep.body} large={false} />}
      <div className="mt-3 flex flex-wrap items-center gap-x-4 gap-y-1 empty:hidden">
        <KeepSubjects {...{ circleId, keep }} />
      </div>
      <KeepTags {...{ circleId }} tags={keep.tags} />
      <KeepFoot {...menu} {...{ circleId, onTalk }} />
    </article>
  )
})

function Words({ text, large }: { text: string | null; large: boolean }) {
  if (text === null) return null
  return (
    <p className={`max-w-[68ch] whitespace-pre-line ${large ? 'text-lg leading-relaxed' : 'mt-3 text-base'}`}>
      {text}
    </p>
  )
}

function KeepFoot({ circleId, onTalk, ...menu }: KeepMenuProps & Pick<KeepCardProps, 'circleId' | 'onTalk'>) {
  const { t, language } = useTranslation()
  const { author, toldBy, happenedAt, editedAt, dateSource, datePrecision } = menu.keep
  const name = toldBy ?? author?.name ?? t('timeline.formerMember')
  const isGuess = dateSource === 'fileTime'
  const time = formatTime(happenedAt, language)
  return (
    <footer className="mt-3 flex flex-wrap items-center gap-x-2.5 text-muted text-xs">
      <Avatar
        name={name}
        seed={toldBy ?? author?.id ?? ''}
        size="sm"
        src={author && toldBy === null ? avatarUrl(author.id, author.avatarId) : undefined}
      />
      <span className="min-w-0 grow basis-40 truncate">
        {datePrecision === 'time' ? t('timeline.byline', { author: name, time }) : name}
        {editedAt !== null && ` · ${t('timeline.edited')}`}
        {isGuess && ` · ${t('timeline.dateUncertain')}`}
      </span>
      <span className="order-last w-full sm:order-none sm:w-auto">
        <ReactionBar circleId={circleId} keep={menu.keep} onTalk={() => onTalk(menu.keep.id)} />
      </span>
      <FavouriteButton circleId={circleId} keep={menu.keep} />
      <KeepMenu {...menu} circleId={circleId} />
    </footer>
  )
}
