import { Button } from '@kinkeep/ui/button'
import { useState } from 'react'
import { Section } from '../../components/section.tsx'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'
import { PasswordDialog } from './password-dialog.tsx'

/** Whether there is a password, and another one. */
export function PasswordSection() {
  const { t } = useTranslation()
  const overview = trpc.auth.security.useQuery()
  const [isOpen, setOpen] = useState(false)
  const hasPassword = overview.data?.hasPassword ?? true
  return (
    <Section title={t('fields.password')} lead={t(hasPassword ? 'password.lead' : 'password.none')}>
      <Button tone="secondary" disabled={!overview.data} onClick={() => setOpen(true)}>
        {t(hasPassword ? 'password.change' : 'password.set')}
      </Button>
      {isOpen && <PasswordDialog hasPassword={hasPassword} onClose={() => setOpen(false)} />}
    </Section>
  )
}
