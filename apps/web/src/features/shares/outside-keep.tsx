import type { SharedKeep as Keep } from '@kinkeep/contracts/share-links'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { MilestoneMark } from '../timeline/milestone-mark.tsx'
import { formatWhen } from '../timeline/wall-date.ts'
import { OutsidePhoto } from './outside-photo.tsx'

export interface OutsideKeepProps {
  linkId: string
  keep: Keep
  onOpen: (mediaId: string) => void
}

/** A memory as somebody outside sees it: the picture first, and then what it is. */
export function OutsideKeep({ linkId, keep, onOpen }: OutsideKeepProps) {
  const { t } = useTranslation()
  const date = useDate(keep)
  const { milestone, media, author, comments } = keep
  const title = keep.title ?? (milestone && t(`timeline.milestones.${milestone}`))
  return (
    <article className="overflow-hidden rounded-lg border border-line bg-surface">
      {media.length > 0 && (
        <div className="flex flex-col gap-1">
          {media.map((each, index) => (
            <OutsidePhoto
              key={each.id}
              linkId={linkId}
              media={each}
              label={pictureLabel(t, each.kind, index + 1, media.length)}
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
        <p className="text-muted">{author === null ? date : t('shares.byline', { author, date })}</p>
        {comments.length > 0 && (
          <ul aria-label={t('shares.comments')} className="flex flex-col gap-2 border-line border-t pt-3">
            {comments.map(({ id, name, body }) => (
              <li key={id}>
                {name !== null && <p className="font-medium text-sm">{name}</p>}
                <p className="whitespace-pre-line">{body}</p>
              </li>
            ))}
          </ul>
        )}
      </div>
    </article>
  )
}

/** "Photo 2 of 5". */
export function pictureLabel(
  t: ReturnType<typeof useTranslation>['t'],
  kind: Keep['media'][number]['kind'],
  number: number,
  count: number,
): string {
  return kind === 'video' ? t('shares.video', { number, count }) : t('shares.photo', { number, count })
}

/** As much of the date as is known. */
function useDate({ day, datePrecision }: Keep): string {
  const { language } = useTranslation()
  return formatWhen({ happenedAt: `${day}T00:00:00`, datePrecision }, language)
}
