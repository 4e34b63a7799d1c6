import type { ShareLinkView } from '@kinkeep/contracts/share-links'
import { Badge } from '@kinkeep/ui/badge'
import { IconButton } from '@kinkeep/ui/icon-button'
import { Trash2 } from 'lucide-react'
import { formatDate } from '../../lib/format.ts'
import type { Translate } from '../../lib/i18n/i18n.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { seenWhen } from '../guests/seen-when.ts'
import { formatShortDay } from '../timeline/wall-date.ts'

export interface ShareLinkRowProps {
  link: ShareLinkView
  /** When the list was read. */
  now: Date
  /** null for one that has ended. */
  onRevoke: (() => void) | null
}

/** What a link is called: its title, else its days, else what it shows. */
export function useLinkName(): (link: ShareLinkView) => string {
  const { t, language } = useTranslation()
  return ({ title, kind, from, to }) => {
    if (title !== null) return title
    if (from === null || to === null) return t(`shares.kind.${kind}`)
    const [first, last] = [formatShortDay(from, language), formatShortDay(to, language)]
    return from === to ? first : t('shares.span', { from: first, to: last })
  }
}

export function ShareLinkRow({ link, now, onRevoke }: ShareLinkRowProps) {
  const { t, language } = useTranslation()
  const name = useLinkName()(link)
  const { seenAt, visits, lockedUntil, createdBy, isOwn } = link
  const seen =
    seenAt === null
      ? t('shares.unseen')
      : t('shares.seen', { count: visits, when: seenWhen(seenAt, now, language) })
  return (
    <li className="flex min-h-18 items-center gap-3 py-3 pr-2 pl-4 sm:pl-5">
      <div className="min-w-0 grow">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1 break-words font-medium">
          {name}
          {name !== t(`shares.kind.${link.kind}`) && <Badge>{t(`shares.kind.${link.kind}`)}</Badge>}
          {link.hasPassword && <Badge>{t('shares.withPassword')}</Badge>}
          {link.mayDownload && <Badge>{t('shares.withDownload')}</Badge>}
          {link.hasPreview && <Badge>{t('shares.withPreview')}</Badge>}
        </p>
        <p className="mt-0.5 text-muted text-sm">{lifeText(link, now, t, language)}</p>
        <p className="text-muted text-sm">{seen}</p>
        {!isOwn && createdBy !== null && (
          <p className="text-muted text-sm">{t('shares.madeBy', { name: createdBy })}</p>
        )}
        {lockedUntil !== null && onRevoke && (
          <p className="mt-1 font-medium text-danger text-sm">
            {t('shares.locked', { time: formatClock(lockedUntil, language) })}
          </p>
        )}
      </div>
      {onRevoke && (
        <IconButton
          label={t('shares.revoke', { name })}
          icon={<Trash2 size={20} aria-hidden="true" />}
          onClick={onRevoke}
        />
      )}
    </li>
  )
}

function lifeText(
  { revokedAt, expiresAt }: ShareLinkView,
  now: Date,
  t: Translate,
  language: string,
): string {
  if (revokedAt !== null) return t('shares.revokedOn', { date: formatDate(revokedAt, language) })
  const date = formatDate(expiresAt, language)
  return new Date(expiresAt) <= now ? t('shares.expired', { date }) : t('shares.until', { date })
}

/** "14:05" of an instant, here. */
function formatClock(instant: string, language: string): string {
  return new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit' }).format(new Date(instant))
}
