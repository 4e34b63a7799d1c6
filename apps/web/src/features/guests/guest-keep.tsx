import type { KeepView } from '@kinkeep/contracts/keeps'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { LazyKeepPeople } from '../keep-people/lazy-keep-people.tsx'
import { MilestoneMark } from '../timeline/milestone-mark.tsx'
import { formatWhen } from '../timeline/wall-date.ts'
import { GuestPhoto } from './guest-photo.tsx'
import { GuestReactions } from './guest-reactions.tsx'
import { GuestTalk } from './guest-talk.tsx'

export interface GuestKeepProps {
  circleId: string
  keep: KeepView
  onOpen: (mediaId: string) => void
}

/** A memory as a guest sees it: photos one below the other, as wide as the page. */
export function GuestKeep({ circleId, keep, onOpen }: GuestKeepProps) {
  const { t, language } = useTranslation()
  const { milestone, media } = keep
  const author = keep.toldBy ?? keep.author?.name ?? t('timeline.formerMember')
  const title = keep.title ?? (milestone && t(`timeline.milestones.${milestone}`))
  const date = formatWhen(keep, language)
  return (
    <article className="overflow-hidden rounded-lg border border-line bg-surface">
      {media.length > 0 && (
        <div className="flex flex-col gap-1">
          {media.map((each, index) => (
            <GuestPhoto
              key={each.id}
              circleId={circleId}
              media={each}
              label={t(each.kind === 'video' ? 'guests.video' : 'guests.photo', {
                number: index + 1,
                count: media.length,
                author,
              })}
              onOpen={() => onOpen(each.id)}
            />
          ))}
        </div>
      )}
      <div className="flex flex-col gap-3 p-5">
        {title && (
          <div className="flex items-center gap-4">
            {milestone && <MilestoneMark milestone={milestone} />}
            <h2 className="text-xl">{title}</h2>
          </div>
        )}
        {keep.body !== null && <p className="whitespace-pre-line text-lg">{keep.body}</p>}
        <div className="text-muted">
          <LazyKeepPeople circleId={circleId} keep={keep} />
          <p>{t('guests.byline', { author, date })}</p>
        </div>
        <GuestReactions circleId={circleId} keep={keep} />
        <GuestTalk circleId={circleId} keep={keep} />
      </div>
    </article>
  )
}
