import type { TokenView } from '@kinkeep/contracts/sessions'
import { IconButton } from '@kinkeep/ui/icon-button'
import { Trash2 } from 'lucide-react'
import { formatDate } from '../../lib/format.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { agoText } from './ago.ts'

export interface TokenRowProps {
  token: TokenView
  /** When the list was read. */
  now: Date
  onRevoke: () => void
}

export function TokenRow({ token, now, onRevoke }: TokenRowProps) {
  const { t, language } = useTranslation()
  const used = token.usedAt
    ? t('security.tokens.used', {
        when: agoText(token.usedAt, now, t, language),
        address: token.address ?? '?',
      })
    : t('security.tokens.unused')
  return (
    <li className="flex min-h-18 items-center gap-4 py-3 pr-2 pl-4 sm:pl-5">
      <div className="min-w-0 grow">
        <p className="break-words font-medium">{token.name}</p>
        <p className="mt-0.5 break-words text-muted text-sm">{token.scopes.join(', ')}</p>
        <p className="text-muted text-sm">
          {t('security.tokens.until', { date: formatDate(token.expiresAt, language) })} {used}
        </p>
      </div>
      <IconButton
        label={t('security.tokens.revoke', { name: token.name })}
        icon={<Trash2 size={20} aria-hidden="true" />}
        onClick={onRevoke}
      />
    </li>
  )
}
