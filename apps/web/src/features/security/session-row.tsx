import type { SessionView } from '@kinkeep/contracts/sessions'
import { Badge } from '@kinkeep/ui/badge'
import { IconButton } from '@kinkeep/ui/icon-button'
import { LogOut, Monitor, Smartphone, Tablet } from 'lucide-react'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { agoText } from './ago.ts'
import { deviceText } from './device-text.ts'

const icons = { desktop: Monitor, phone: Smartphone, tablet: Tablet, unknown: Monitor } as const

export interface SessionRowProps {
  session: SessionView
  /** When the list was read. */
  now: Date
  onRevoke: () => void
}

/** One browser: what it is, where and when it was used last. */
export function SessionRow({ session, now, onRevoke }: SessionRowProps) {
  const { t, language } = useTranslation()
  const Icon = icons[session.device.kind]
  const device = deviceText(session.device, t)
  const used = agoText(session.usedAt, now, t, language)
  return (
    <li className="flex min-h-18 items-center gap-4 py-3 pr-2 pl-4 sm:pl-5">
      <Icon size={24} className="shrink-0 text-muted" aria-hidden="true" />
      <div className="min-w-0 grow">
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1 font-medium">
          <span className="break-words">{device}</span>
          {session.isCurrent && <Badge tone="accent">{t('security.sessions.current')}</Badge>}
        </p>
        <p className="mt-0.5 break-words text-muted text-sm">
          {session.address
            ? t('security.sessions.usedAt', { when: used, address: session.address })
            : t('security.sessions.used', { when: used })}
        </p>
      </div>
      {!session.isCurrent && (
        <IconButton
          label={t('security.sessions.revoke', { device, when: used })}
          icon={<LogOut size={20} aria-hidden="true" />}
          onClick={onRevoke}
        />
      )}
    </li>
  )
}
