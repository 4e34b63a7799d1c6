import { limits } from '@kinkeep/contracts/limits'
import type { PasskeyView } from '@kinkeep/contracts/passkeys'
import { Skeleton } from '@kinkeep/ui/skeleton'
import { useState } from 'react'
import { ListError } from '../../components/list-error.tsx'
import { Section } from '../../components/section.tsx'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'
import { AddPasskey } from './add-passkey.tsx'
import { hasPasskeys } from './browser-passkeys.ts'
import { PasskeyRow } from './passkey-row.tsx'
import { RemovePasskey } from './remove-passkey.tsx'
import { RenamePasskey } from './rename-passkey.tsx'

/** A person's passkeys: which there are, one more, another name, one less. */
export function PasskeysSection() {
  const { t } = useTranslation()
  const passkeys = trpc.auth.passkeys.list.useQuery()
  const [renaming, setRenaming] = useState<PasskeyView>()
  const [removing, setRemoving] = useState<PasskeyView>()
  const items = passkeys.data?.items

  return (
    <Section title={t('passkeys.title')} lead={t('passkeys.lead')}>
      {passkeys.error && <ListError error={passkeys.error} onRetry={() => void passkeys.refetch()} />}
      {!items && !passkeys.error && <Skeleton className="h-18" />}
      {items?.length === 0 && <p className="text-muted text-sm">{t('passkeys.empty')}</p>}
      {items && items.length > 0 && (
        <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
          {items.map((passkey) => (
            <PasskeyRow
              key={passkey.id}
              passkey={passkey}
              onRename={() => setRenaming(passkey)}
              onRemove={() => setRemoving(passkey)}
            />
          ))}
        </ul>
      )}
      {items && items.length < limits.passkeysPerUser && hasPasskeys() && <AddPasskey />}
      {!hasPasskeys() && <p className="mt-4 text-muted text-sm">{t('passkeys.unsupported')}</p>}
      {renaming && <RenamePasskey passkey={renaming} onClose={() => setRenaming(undefined)} />}
      <RemovePasskey passkey={removing} onClose={() => setRemoving(undefined)} />
    </Section>
  )
}
