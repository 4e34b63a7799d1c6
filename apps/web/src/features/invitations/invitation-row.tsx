import type { InvitationView } from '@kinkeep/contracts/circles'
import { Badge } from '@kinkeep/ui/badge'
import { IconButton } from '@kinkeep/ui/icon-button'
import { Link2, Mail, RotateCw, X } from 'lucide-react'
import { formatDate } from '../../lib/format.ts'
import type { Translate } from '../../lib/i18n/i18n.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import type { InvitationActions } from './use-invitation-actions.ts'

export interface InvitationRowProps {
  invitation: InvitationView
  actions: InvitationActions
}

/** Whom it is for, as what, how it stands, and what can be done about it. */
export function InvitationRow({ invitation, actions }: InvitationRowProps) {
  const { t, language } = useTranslation()
  const { email, role, state, invitedBy } = invitation
  const Icon = email === null ? Link2 : Mail
  const isOpen = state === 'pending'
  return (
    <li className="flex min-h-18 items-center gap-3 py-2 pr-2 pl-4">
      <Icon size={20} className="shrink-0 text-muted max-sm:hidden" aria-hidden="true" />
      <div className="min-w-0 grow">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className="min-w-0 break-words font-medium">{email ?? t('invite.byLink')}</span>
          <Badge>{t(`roles.${role}`)}</Badge>
        </p>
        <p className="mt-0.5 text-muted text-sm">{stateText(invitation, t, language)}</p>
      </div>
      {email !== null && (isOpen || state === 'expired') && (
        <IconButton
          label={t('invite.resend', { email })}
          icon={<RotateCw size={20} aria-hidden="true" />}
          disabled={actions.pending}
          onClick={() => actions.resend(invitation)}
        />
      )}
      {isOpen && (
        <IconButton
          label={
            email === null
              ? t('invite.cancelLink', { name: invitedBy, role: t(`roles.${role}`) })
              : t('invite.cancel', { email })
          }
          icon={<X size={20} aria-hidden="true" />}
          disabled={actions.pending}
          onClick={() => actions.cancel(invitation)}
        />
      )}
    </li>
  )
}

function stateText(invitation: InvitationView, t: Translate, language: string): string {
  const { state, useCount: used, maxUses, invitedBy: name, expiresAt, endedAt } = invitation
  const max = maxUses ?? 1
  const isLink = maxUses !== null
  const until = formatDate(expiresAt, language)
  const date = formatDate(endedAt ?? expiresAt, language)
  switch (state) {
    case 'pending':
      return isLink
        ? t('invite.rowLink', { used, max, date: until, name })
        : t('invite.rowMail', { date: until, name })
    case 'accepted':
      return isLink ? t('invite.usedUp', { date, count: max }) : t('invite.accepted', { date })
    case 'declined':
      return t('invite.declined', { date })
    case 'cancelled':
      return isLink ? t('invite.cancelledLink', { date, used, max }) : t('invite.cancelledOn', { date })
    case 'expired':
      return isLink
        ? t('invite.expiredLink', { date: until, used, max })
        : t('invite.expired', { date: until })
    default:
      return state satisfies never
  }
}
