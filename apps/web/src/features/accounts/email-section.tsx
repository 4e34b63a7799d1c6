import { Button } from '@kinkeep/ui/button'
import { Mail } from 'lucide-react'
import { useState } from 'react'
import { Section } from '../../components/section.tsx'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'
import { EmailDialog } from './email-dialog.tsx'

/** The address of one's account, and another one. */
export function EmailSection() {
  const { t } = useTranslation()
  const { data: me } = trpc.users.me.useQuery()
  const [isOpen, setOpen] = useState(false)
  return (
    <Section title={t('fields.emailLabel')} lead={t('password.email.lead')}>
      <div className="flex items-start gap-4 rounded-lg border border-line bg-surface p-4 sm:px-5">
        <Mail size={22} className="mt-0.5 shrink-0 text-accent" aria-hidden="true" />
        <div className="min-w-0 grow">
          <p className="break-words font-medium">{me?.email}</p>
          <div className="mt-3">
            <Button tone="secondary" onClick={() => setOpen(true)}>
              {t('password.email.change')}
            </Button>
          </div>
        </div>
      </div>
      {isOpen && <EmailDialog onClose={() => setOpen(false)} />}
    </Section>
  )
}
