import type { ActivityView } from '@kinkeep/contracts/activities'
import { Avatar } from '@kinkeep/ui/avatar'
import { Link } from '@tanstack/react-router'
import { avatarUrl } from '../../lib/avatar-url.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { mediaUrl } from '../timeline/media-url.ts'
import { blurOf } from '../timeline/thumb-hash-url.ts'
import { activityText, whoText } from './activity-text.ts'

/** One thing that happened: who, what, when, and the way to it. */
export function ActivityRow({ circleId, entry }: { circleId: string; entry: ActivityView }) {
  const { t, language } = useTranslation()
  const { who, keep, photos } = entry
  const text = activityText(entry, t)
  const time = new Intl.DateTimeFormat(language, { timeStyle: 'short' }).format(new Date(entry.at))
  const isMember = who.kind === 'member'
  return (
    <li className="flex gap-3 px-4 py-3">
      <Avatar
        name={whoText(who, t)}
        seed={isMember ? who.id : whoText(who, t)}
        src={isMember ? avatarUrl(who.id, who.avatarId) : null}
      />
      <div className="min-w-0 grow">
        <div className="flex flex-wrap items-baseline justify-between gap-x-3">
          <p className="min-w-0 break-words">{text}</p>
          <time dateTime={entry.at} className="text-muted text-xs">
            {time}
          </time>
        </div>
        {who.kind === 'guest' && <p className="text-muted text-xs">{t('activity.guest')}</p>}
        {keep && (
          <p className="-my-2 text-sm">
            <Link
              to="/c/$circleId"
              params={{ circleId }}
              search={{ at: keep.happenedAt.slice(0, 7), ...(keep.photoId && { photo: keep.photoId }) }}
              className="link block w-fit max-w-full truncate py-2.75"
            >
              {keep.title ?? t(`activity.open.${keep.kind}`)}
            </Link>
          </p>
        )}
        {photos.length > 0 && (
          <ul className="mt-2 flex gap-1.5">
            {photos.map(({ id, thumbHash, happenedAt }, index) => (
              <li key={id}>
                <Link
                  to="/c/$circleId"
                  params={{ circleId }}
                  search={{ at: happenedAt.slice(0, 7), photo: id }}
                  className="block size-16 overflow-hidden rounded-md bg-cover bg-sunk"
                  style={blurOf(thumbHash)}
                >
                  <img
                    src={mediaUrl(circleId, { id }, 'thumbnail')}
                    alt={t('activity.photo', { number: index + 1, text })}
                    width={64}
                    height={64}
                    loading="lazy"
                    className="size-full object-cover"
                  />
                </Link>
              </li>
            ))}
          </ul>
        )}
      </div>
    </li>
  )
}
