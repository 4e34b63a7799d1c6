import type { SearchHit as Hit } from '@kinkeep/contracts/browse'
import { Link } from '@tanstack/react-router'
import { MessageCircle } from 'lucide-react'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { KeepSubjects } from '../keep-people/keep-subjects.tsx'
import { Photo } from '../timeline/photo.tsx'
import { formatWhen } from '../timeline/wall-date.ts'
import { FoundText } from './found-text.tsx'

/** A keep that was found, with where in it; leads to its place in the timeline. */
export function SearchHit({ circleId, hit }: { circleId: string; hit: Hit }) {
  const { t, language } = useTranslation()
  const { keep, title, body, comment, tags } = hit
  const photo = keep.media.find(({ state }) => state === 'ready')
  const name = keep.title ?? (keep.milestone && t(`timeline.milestones.${keep.milestone}`))
  const day = keep.happenedAt.slice(0, 10)
  return (
    <article className="relative flex gap-4 rounded-lg border border-line bg-surface p-3 transition-colors hover:border-edge">
      {photo && (
        <span className="block size-24 shrink-0 overflow-hidden rounded-md">
          <Photo circleId={circleId} media={photo} width={96} alt="" />
        </span>
      )}
      <div className="min-w-0 grow">
        <h3 className="break-words font-semibold">
          <Link
            to="/c/$circleId"
            params={{ circleId }}
            search={{
              at: day,
              ...(photo && { photo: photo.id }),
              ...(comment && { talk: keep.id, photo: undefined }),
            }}
            // The whole card is the link's target.
            className="after:absolute after:inset-0 after:rounded-lg"
          >
            {title ? <FoundText found={title} /> : (name ?? formatWhen(keep, language))}
          </Link>
        </h3>
        {body ? (
          <p className="mt-1 line-clamp-4 break-words">
            <FoundText found={body} />
          </p>
        ) : (
          keep.body && <p className="mt-1 line-clamp-2 break-words text-muted">{keep.body}</p>
        )}
        {comment && (
          <p className="mt-1.5 flex gap-2 text-sm">
            <MessageCircle size={16} aria-hidden="true" className="mt-0.5 shrink-0 text-muted" />
            <span className="line-clamp-3 min-w-0 break-words">
              <span className="font-medium">{comment.author ?? t('timeline.formerMember')}: </span>
              <FoundText found={comment} />
            </span>
          </p>
        )}
        <div className="mt-1 flex flex-wrap items-center gap-x-4 empty:hidden">
          <KeepSubjects {...{ circleId, keep }} />
        </div>
        <p className="mt-1 flex flex-wrap gap-x-3 text-muted text-xs">
          {(title || name) && <span>{formatWhen(keep, language)}</span>}
          <span>{keep.toldBy ?? keep.author?.name ?? t('timeline.formerMember')}</span>
          {tags.map((tag) => (
            <mark key={tag} className="rounded-sm bg-sun-soft px-1 text-ink">
              #{tag}
            </mark>
          ))}
        </p>
      </div>
    </article>
  )
}
