import { Button } from '@kinkeep/ui/button'
import { Skeleton } from '@kinkeep/ui/skeleton'
import { Printer } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { ShownOnce } from '../../components/shown-once.tsx'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { invitationPath } from './invitation-path.ts'

const QrPicture = lazy(() => import('../../components/qr-picture.tsx'))

export interface NewInvitationLinkProps {
  token: string
  circleName: string
  onClose: () => void
}

/** The link and its picture, to be copied, sent, scanned or printed now: it cannot be seen again. */
export function NewInvitationLink({ token, circleName: circle, onClose }: NewInvitationLinkProps) {
  const { t } = useTranslation()
  const url = location.origin + invitationPath(token)
  return (
    <ShownOnce
      label={t('invite.link')}
      value={url}
      share={{ title: t('invite.shareTitle', { circle }), text: t('invite.shareText', { circle }) }}
      actions={
        <Button tone="secondary" onClick={() => window.print()}>
          <Printer size={18} aria-hidden="true" />
          {t('invite.print')}
        </Button>
      }
      onClose={onClose}
    >
      <div data-prints-alone="" className="[&_svg]:max-w-72 print:[&_svg]:max-w-120">
        <p className="mb-4 hidden text-center text-xl print:block">{t('invite.printTitle', { circle })}</p>
        <Suspense fallback={<Skeleton className="mx-auto aspect-square w-full max-w-72" />}>
          <QrPicture text={url} label={t('invite.qrLabel', { circle })} />
        </Suspense>
        <p className="mt-4 hidden text-center print:block">{t('invite.printText')}</p>
        <p className="mt-2 hidden break-all text-center text-sm print:block">{url}</p>
      </div>
    </ShownOnce>
  )
}
