import type { ArchiveView } from '@kinkeep/contracts/archives'
import { Badge } from '@kinkeep/ui/badge'
import { Progress } from '@kinkeep/ui/progress'
import type { ReactNode } from 'react'
import { formatBytes, formatDate } from '../../lib/format.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'

const tones = { sending: 'sun', waiting: 'sun', ready: 'accent', failed: 'danger' } as const

export interface ArchiveStateProps {
  archive: ArchiveView
  /** What can be done with it. */
  children?: ReactNode
}

/** One archive, book or import in a list: since when, how far, and what was wrong. */
export function ArchiveState({ archive, children }: ArchiveStateProps) {
  const { t, language } = useTranslation()
  const { kind, state, failure, createdAt, bytes, title } = archive
  const name = title ?? t('archives.from', { date: formatDate(createdAt, language) })
  const isDoing = state === 'waiting'
  return (
    <li className="flex min-h-14 flex-col gap-2 px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <span className="min-w-0 grow break-words text-sm">
          {name}
          {bytes !== null && <span className="text-muted"> · {formatBytes(bytes, language)}</span>}
        </span>
        <Badge tone={tones[state]}>{t(`archives.states.${kind}.${state}`)}</Badge>
      </div>
      {isDoing && <HowFar archive={archive} />}
      {state === 'ready' && kind === 'import' && (
        <p className="text-muted text-xs">
          {t('archives.brought', { count: (archive.totalItems ?? 0) - archive.knownItems })}
          {archive.knownItems > 0 && ` ${t('archives.known', { count: archive.knownItems })}`}
        </p>
      )}
      {state === 'ready' && kind !== 'import' && (
        <p className="text-muted text-xs">
          {t('archives.until', { date: formatDate(archive.expiresAt, language) })}
        </p>
      )}
      {failure !== null && <p className="text-danger text-sm">{t(`archives.failures.${failure}`)}</p>}
      <Problems archive={archive} />
      {children && <div className="self-start">{children}</div>}
    </li>
  )
}

function HowFar({ archive: { doneItems, totalItems } }: { archive: ArchiveView }) {
  const { t } = useTranslation()
  return (
    <div className="flex flex-col gap-1">
      <Progress label={t('archives.progress')} value={totalItems ? doneItems / totalItems : null} />
      {totalItems !== null && (
        <p className="text-muted text-xs">{t('archives.of', { done: doneItems, total: totalItems })}</p>
      )}
    </div>
  )
}

function Problems({ archive: { kind, problemCount, problems } }: { archive: ArchiveView }) {
  const { t } = useTranslation()
  if (problemCount === 0) return null
  return (
    <details className="text-sm">
      <summary className="min-h-11 cursor-pointer content-center text-muted">
        {t(`archives.problems.${kind}`, { count: problemCount })}
      </summary>
      <ul className="max-h-48 overflow-y-auto break-all text-muted text-xs">
        {problems.map((name) => (
          <li key={name}>{name}</li>
        ))}
      </ul>
    </details>
  )
}
