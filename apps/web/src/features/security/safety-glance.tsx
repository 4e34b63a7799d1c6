import { Skeleton } from '@kinkeep/ui/skeleton'
import { VisuallyHidden } from '@kinkeep/ui/visually-hidden'
import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { CircleAlert, CircleCheck, Shield, ShieldAlert, ShieldCheck, TriangleAlert } from 'lucide-react'
import { useEffect } from 'react'
import { ListError } from '../../components/list-error.tsx'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'
import { type SafetyLine, safetyLines } from './safety-lines.ts'

const levels = {
  weak: { Icon: ShieldAlert, look: 'bg-danger-soft text-danger' },
  fair: { Icon: Shield, look: 'bg-sun-soft text-sun-ink' },
  strong: { Icon: ShieldCheck, look: 'bg-accent-soft text-accent' },
} as const

const marks = {
  good: { Icon: CircleCheck, look: 'text-accent' },
  fair: { Icon: CircleAlert, look: 'text-sun-ink' },
  poor: { Icon: TriangleAlert, look: 'text-danger' },
} as const

/** How safe the account is, at a glance, and what would make it safer. */
export function SafetyGlance() {
  const { t } = useTranslation()
  const overview = trpc.auth.security.useQuery(undefined, { staleTime: 0 })
  useFreshAfterChanges()
  if (!overview.data) {
    if (overview.error) return <ListError error={overview.error} onRetry={() => void overview.refetch()} />
    return <Skeleton className="h-72 rounded-lg" />
  }
  const { level } = overview.data
  const { Icon, look } = levels[level]
  return (
    <section
      aria-label={t('security.safety.title')}
      className="overflow-hidden rounded-lg border border-line bg-surface"
    >
      <div className={`flex items-center gap-4 px-5 py-4 sm:px-6 ${look}`}>
        <Icon size={32} className="shrink-0" aria-hidden="true" />
        <div>
          <h2 className="text-lg">{t(`security.safety.levels.${level}`)}</h2>
          <p className="text-sm">{t(`security.safety.means.${level}`)}</p>
        </div>
      </div>
      <ul className="divide-y divide-line px-5 sm:px-6">
        {safetyLines(overview.data).map((line) => (
          <Line key={line.text} line={line} />
        ))}
      </ul>
    </section>
  )
}

function Line({ line }: { line: SafetyLine }) {
  const { t } = useTranslation()
  const { Icon, look } = marks[line.tone]
  return (
    <li className="flex items-start gap-3 py-3">
      <Icon size={20} className={`mt-0.5 shrink-0 ${look}`} aria-hidden="true" />
      <p className="min-w-0 break-words text-sm">
        <VisuallyHidden>{t(`security.safety.tones.${line.tone}`)} </VisuallyHidden>
        {t(line.text, line.values)}{' '}
        {line.next && (
          <Link
            to="/settings/security"
            hash={line.next.hash}
            className="-my-2.5 inline-block py-3 font-medium text-accent underline underline-offset-4"
          >
            {t(line.next.text)}
          </Link>
        )}
      </p>
    </li>
  )
}

/** Whatever is changed on this page changes what is said here, whichever part of the page changed it. */
function useFreshAfterChanges() {
  const mutations = useQueryClient().getMutationCache()
  const cache = trpc.useUtils()
  useEffect(
    () =>
      mutations.subscribe((event) => {
        if (event.type !== 'updated' || event.action.type !== 'success') return
        void cache.auth.security.invalidate()
      }),
    [mutations, cache],
  )
}
