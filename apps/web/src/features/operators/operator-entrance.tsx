import type { UserView } from '@kinkeep/contracts/accounts'
import { Button } from '@kinkeep/ui/button'
import { Link } from '@tanstack/react-router'
import { ShieldCheck } from 'lucide-react'
import { Section } from '../../components/section.tsx'
import { useTranslation } from '../../lib/i18n/use-translation.ts'

/** The way to the operators' pages; for nobody else is there one. */
export function OperatorEntrance({ me }: { me: UserView }) {
  const { t } = useTranslation()
  if (me.role === 'user') return null
  return (
    <Section title={t('operator.title')} lead={t('operator.openLead')}>
      <Button asChild tone="secondary">
        <Link to="/operator">
          <ShieldCheck size={18} aria-hidden="true" />
          {t('operator.open')}
        </Link>
      </Button>
    </Section>
  )
}
