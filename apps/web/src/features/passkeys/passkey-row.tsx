import type { PasskeyView } from '@kinkeep/contracts/passkeys'
import { IconButton } from '@kinkeep/ui/icon-button'
import { KeyRound, Pencil, Trash2 } from 'lucide-react'
import { formatDate } from '../../lib/format.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'

export interface PasskeyRowProps {
  passkey: PasskeyView
  onRename: () => void
  onRemove: () => void
}

export function PasskeyRow({ passkey, onRename, onRemove }: PasskeyRowProps) {
  const { t, language } = useTranslation()
  const { name, createdAt, usedAt, isBackedUp } = passkey
  const made = t('passkeys.made', { date: formatDate(createdAt, language) })
  const used = usedAt ? t('passkeys.used', { date: formatDate(usedAt, language) }) : t('passkeys.unused')
  return (
    <li className="flex min-h-18 items-center gap-3 py-2 pr-2 pl-4">
      <KeyRound size={22} className="shrink-0 text-muted" aria-hidden="true" />
      <div className="min-w-0 grow">
        <p className="truncate font-medium">{name}</p>
        <p className="text-muted text-xs">
          {made}, {used}
        </p>
        {isBackedUp && <p className="text-muted text-xs">{t('passkeys.backedUp')}</p>}
      </div>
      <IconButton
        label={t('passkeys.rename', { name })}
        icon={<Pencil size={18} aria-hidden="true" />}
        onClick={onRename}
      />
      <IconButton
        label={t('passkeys.remove', { name })}
        icon={<Trash2 size={18} aria-hidden="true" />}
        onClick={onRemove}
      />
    </li>
  )
}
