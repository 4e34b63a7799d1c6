import type { GuestLinkView } from '@kinkeep/contracts/guest-links'
import { Badge } from '@kinkeep/ui/badge'
import { IconButton } from '@kinkeep/ui/icon-button'
import { Trash2 } from 'lucide-react'
import { formatDate } from '../../lib/format.ts'
import type { Translate } from '../../lib/i18n/i18n.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { seenWhen } from './seen-when.ts'

export interface GuestLinkRowProps {
  link: GuestLinkView
  /** When the list was read. */
  now: Date
  /** null for one that has ended. */
  onRevoke: (() => void) | null
}

export function GuestLinkRow({ link, now, onRevoke }: GuestLinkRowProps) {
  const { t, language } = useTranslation()
  const { name, seenAt, createdBy, lockedUntil } = link
  const isOpen = onRevoke !== null
  const unseen = isOpen ? t('guests.unseen') : t('guests.neverSeen')
  const seen = seenAt === null ? unseen : t('guests.seen', { when: seenWhen(seenAt, now, language) })
  const life = lifeText(link, now, t, language)
  return (
    <li className="flex min-h-18 items-center gap-3 py-3 pr-2 pl-4 sm:pl-5">
      <div className="min-w-0 grow">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1 break-words font-medium">
          {name}
          {link.hasPin && <Badge>{t('guests.withPin')}</Badge>}
          {link.mayDownload && <Badge>{t('guests.withDownload')}</Badge>}
        </p>
        <p className="mt-0.5 text-muted text-sm">{isOpen ? `${seen}, ${life}` : `${life}. ${seen}`}</p>
        {createdBy !== null && (
          <p className="text-muted text-sm">{t('guests.madeBy', { name: createdBy })}</p>
        )}
        {lockedUntil !== null && isOpen && (
          <p className="mt-1 font-medium text-danger text-sm">
            {t('guests.locked', { time: formatClock(lockedUntil, language) })}
          </p>
        )}
      </div>
      {onRevoke && (
        <IconButton
          label={t('guests.revoke', { name })}
          icon={<Trash2 size={20} aria-hidden="true" />}
          onClick={onRevoke}
        />
      )}
    </li>
  )
}

function lifeText(
  { revokedAt, expiresAt }: GuestLinkView,
  now: Date,
  t: Translate,
  language: string,
): string {
  if (revokedAt !== null) return t('guests.revokedOn', { date: formatDate(revokedAt, language) })
  if (expiresAt === null) return t('guests.untilRevoked')
  const date = formatDate(expiresAt, language)
  return new Date(expiresAt) <= now ? t('guests.expired', { date }) : t('guests.until', { date })
}

/** "14:05" of an instant, here. */
function formatClock(instant: string, language: string): string {
  return new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit' }).format(new Date(instant))
}
