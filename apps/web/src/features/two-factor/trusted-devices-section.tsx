import { limits } from '@kinkeep/contracts/limits'
import type { TrustedDeviceView } from '@kinkeep/contracts/two-factor'
import { Badge } from '@kinkeep/ui/badge'
import { IconButton } from '@kinkeep/ui/icon-button'
import { Skeleton } from '@kinkeep/ui/skeleton'
import { Trash2 } from 'lucide-react'
import { ListError } from '../../components/list-error.tsx'
import { LoadMore } from '../../components/load-more.tsx'
import { Section } from '../../components/section.tsx'
import { errorText } from '../../lib/error-text.ts'
import { formatDate } from '../../lib/format.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { showToast } from '../../lib/toasts.ts'
import { trpc } from '../../lib/trpc.ts'
import { deviceText } from '../security/device-text.ts'

/** Browsers in which nobody asks for the second step; each can be asked again. */
export function TrustedDevicesSection() {
  const { t } = useTranslation()
  const devices = trpc.auth.trustedDevices.list.useInfiniteQuery(
    { limit: limits.pageMax },
    { getNextPageParam: (page) => page.nextCursor },
  )
  const items = devices.data?.pages.flatMap((page) => page.items)
  return (
    <Section title={t('twoFactor.devices.title')} lead={t('twoFactor.devices.lead')}>
      {devices.error ? (
        <ListError error={devices.error} onRetry={() => void devices.refetch()} />
      ) : !items ? (
        <Skeleton className="h-18 rounded-lg" />
      ) : items.length === 0 ? (
        <p className="text-sm">{t('twoFactor.devices.none')}</p>
      ) : (
        <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
          {items.map((device) => (
            <DeviceRow key={device.id} device={device} />
          ))}
        </ul>
      )}
      <LoadMore query={devices} />
    </Section>
  )
}

function DeviceRow({ device }: { device: TrustedDeviceView }) {
  const { t, language } = useTranslation()
  const cache = trpc.useUtils()
  const remove = trpc.auth.trustedDevices.remove.useMutation({
    onSuccess: async () => {
      showToast({ tone: 'done', text: t('twoFactor.devices.removed') })
      await cache.auth.trustedDevices.list.invalidate()
    },
    onError: (error) => showToast({ tone: 'error', text: errorText(error, t, language) }),
  })
  const name = deviceText(device.device, t)
  return (
    <li className="flex items-center gap-3 py-3 pr-2 pl-4 sm:pl-5">
      <div className="min-w-0 grow">
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1 font-medium">
          <span className="min-w-0 truncate">{name}</span>
          {device.isCurrent && <Badge tone="accent">{t('twoFactor.devices.current')}</Badge>}
        </p>
        <p className="mt-0.5 text-muted text-sm">
          {t('twoFactor.devices.place', {
            date: formatDate(device.usedAt, language),
            address: device.address ?? t('twoFactor.devices.noAddress'),
          })}
        </p>
        <p className="text-muted text-sm">
          {t('twoFactor.devices.until', { date: formatDate(device.expiresAt, language) })}
        </p>
      </div>
      <IconButton
        label={t('twoFactor.devices.remove', { name })}
        icon={<Trash2 size={20} aria-hidden="true" />}
        onClick={() => remove.mutate({ deviceId: device.id })}
      />
    </li>
  )
}
