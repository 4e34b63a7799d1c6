import type { SecondFactor } from '@kinkeep/contracts/second-factors'
import type { TwoFactorStatus } from '@kinkeep/contracts/two-factor'
import { Badge } from '@kinkeep/ui/badge'
import { Button } from '@kinkeep/ui/button'
import { IconButton } from '@kinkeep/ui/icon-button'
import { Menu, MenuItem } from '@kinkeep/ui/menu'
import { Ellipsis, Mail, MessageSquareText, ShieldCheck, Smartphone, Trash2 } from 'lucide-react'
import { errorText } from '../../lib/error-text.ts'
import { formatDate } from '../../lib/format.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { showToast } from '../../lib/toasts.ts'
import { trpc } from '../../lib/trpc.ts'

const icons = { totp: Smartphone, sms: MessageSquareText, email: Mail } as const

export interface FactorRowProps {
  kind: SecondFactor
  /** undefined while it is not set up. */
  factor: TwoFactorStatus['factors'][number] | undefined
  /** Nothing to prefer among one. */
  isOnly: boolean
  /** An SMS needs a number to go to. */
  isPossible: boolean
  /** Its set-up is about to begin. */
  pending: boolean
  onSetUp: () => void
  onRemove: () => void
}

/** One kind of second factor, there or not yet. */
export function FactorRow({ kind, factor, isOnly, isPossible, pending, onSetUp, onRemove }: FactorRowProps) {
  const { t, language } = useTranslation()
  const cache = trpc.useUtils()
  const prefer = trpc.auth.twoFactor.setPreferred.useMutation({
    onSuccess: async () => {
      showToast({ tone: 'done', text: t('twoFactor.preferDone') })
      await cache.auth.twoFactor.status.invalidate()
    },
    onError: (error) => showToast({ tone: 'error', text: errorText(error, t, language) }),
  })
  const Icon = icons[kind]
  const way = t(`twoFactor.ways.${kind}`)
  return (
    <li className="flex items-start gap-4 py-4 pr-3 pl-4 sm:pl-5">
      <Icon size={22} className="mt-0.5 shrink-0 text-accent" aria-hidden="true" />
      <div className="min-w-0 grow">
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1 font-medium">
          {way}
          {factor?.isPreferred && !isOnly && <Badge tone="accent">{t('twoFactor.preferred')}</Badge>}
        </p>
        <p className="mt-0.5 text-muted text-sm">
          {factor
            ? t('twoFactor.since', { date: formatDate(factor.confirmedAt, language) })
            : t(isPossible ? `twoFactor.wayHints.${kind}` : 'twoFactor.needsPhone')}
        </p>
        {kind === 'email' && factor && isOnly && (
          <p className="mt-1 text-muted text-sm">{t('twoFactor.needsOther')}</p>
        )}
        {!factor && isPossible && (
          <div className="mt-3">
            <Button
              tone="secondary"
              pending={pending}
              aria-label={t('twoFactor.setUpWay', { way })}
              onClick={onSetUp}
            >
              {t('twoFactor.setUp')}
            </Button>
          </div>
        )}
      </div>
      {factor && (
        <Menu
          align="end"
          trigger={
            <IconButton
              label={t('twoFactor.more', { way })}
              icon={<Ellipsis size={20} aria-hidden="true" />}
            />
          }
        >
          {!isOnly && !factor.isPreferred && (
            <MenuItem
              icon={<ShieldCheck size={18} aria-hidden="true" />}
              onSelect={() => prefer.mutate({ kind })}
            >
              {t('twoFactor.prefer')}
            </MenuItem>
          )}
          <MenuItem tone="danger" icon={<Trash2 size={18} aria-hidden="true" />} onSelect={onRemove}>
            {t('twoFactor.remove')}
          </MenuItem>
        </Menu>
      )}
    </li>
  )
}
