import { Link } from '@tanstack/react-router'
import { useTranslation } from '../../lib/i18n/use-translation.ts'

/** The tags of a keep; each leads to all that have it. */
export function KeepTags({ circleId, tags }: { circleId: string; tags: readonly string[] }) {
  const { t } = useTranslation()
  if (tags.length === 0) return null
  return (
    <ul aria-label={t('timeline.tags')} className="mt-2 flex flex-wrap gap-x-3">
      {tags.map((tag) => (
        <li key={tag} className="min-w-0">
          <Link
            to="/c/$circleId"
            params={{ circleId }}
            search={{ tag }}
            className="inline-flex min-h-6 max-w-full items-center break-all rounded-sm py-1 font-medium text-accent text-sm hover:underline"
          >
            #{tag}
          </Link>
        </li>
      ))}
    </ul>
  )
}
