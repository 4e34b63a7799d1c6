import type { PhoneView } from '@kinkeep/contracts/phones'
import { Button } from '@kinkeep/ui/button'
import { Skeleton } from '@kinkeep/ui/skeleton'
import { Smartphone } from 'lucide-react'
import { useState } from 'react'
import { ListError } from '../../components/list-error.tsx'
import { Section } from '../../components/section.tsx'
import { formatDate, unbroken } from '../../lib/format.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'
import { LinkPhoneDialog } from './link-phone-dialog.tsx'
import { UnlinkPhoneDialog } from './unlink-phone-dialog.tsx'

/** The phone number of one's account: none yet, or which, another, or none again. */
export function PhoneSection() {
  const { t } = useTranslation()
  const ways = trpc.auth.identities.providers.useQuery(undefined, { staleTime: Number.POSITIVE_INFINITY })
  const status = trpc.auth.phone.status.useQuery()
  const [doing, setDoing] = useState<'link' | 'unlink'>()
  const phone = status.data?.phone
  return (
    <Section title={t('phone.title')} lead={t('phone.lead')}>
      {status.error && <ListError error={status.error} onRetry={() => void status.refetch()} />}
      {!status.data && !status.error && <Skeleton className="h-20 rounded-lg" />}
      {phone && (
        <PhoneRow phone={phone} onChange={() => setDoing('link')} onRemove={() => setDoing('unlink')} />
      )}
      {phone === null && ways.data && !ways.data.sms && (
        <p className="text-muted text-sm">{t('phone.unavailable')}</p>
      )}
      {phone === null && ways.data?.sms && (
        <>
          <p className="text-muted text-sm">{t('phone.none')}</p>
          <div className="mt-4">
            <Button tone="secondary" onClick={() => setDoing('link')}>
              {t('phone.add')}
            </Button>
          </div>
        </>
      )}
      {doing === 'link' && <LinkPhoneDialog isChange={Boolean(phone)} onClose={() => setDoing(undefined)} />}
      {doing === 'unlink' && <UnlinkPhoneDialog onClose={() => setDoing(undefined)} />}
    </Section>
  )
}

interface PhoneRowProps {
  phone: PhoneView
  onChange: () => void
  onRemove: () => void
}

function PhoneRow({ phone, onChange, onRemove }: PhoneRowProps) {
  const { t, language } = useTranslation()
  const number = unbroken(phone.number)
  return (
    <div className="flex items-start gap-4 rounded-lg border border-line bg-surface p-4 sm:px-5">
      <Smartphone size={22} className="mt-0.5 shrink-0 text-accent" aria-hidden="true" />
      <div className="min-w-0 grow">
        <p className="font-medium">{number}</p>
        <p className="mt-0.5 text-muted text-sm">
          {t('phone.verified', { date: formatDate(phone.verifiedAt, language) })}
        </p>
        {phone.isSecondFactor ? (
          <p className="mt-2 text-sm">{t('phone.inUse')}</p>
        ) : (
          <div className="mt-3 flex flex-wrap gap-2">
            <Button tone="secondary" aria-label={t('phone.changeNamed', { number })} onClick={onChange}>
              {t('phone.change')}
            </Button>
            <Button tone="quiet" aria-label={t('phone.removeNamed', { number })} onClick={onRemove}>
              {t('phone.remove')}
            </Button>
          </div>
        )}
      </div>
    </div>
  )
}
