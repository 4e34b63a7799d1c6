import type { ReauthenticationMethods } from '@kinkeep/contracts/sessions'
import { Button } from '@kinkeep/ui/button'
import { Dialog } from '@kinkeep/ui/dialog'
import { Skeleton } from '@kinkeep/ui/skeleton'
import { useState } from 'react'
import { ListError } from '../../components/list-error.tsx'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'
import { hasPasskeys } from '../passkeys/browser-passkeys.ts'
import { PasskeyReauthentication } from '../passkeys/passkey-reauthentication.tsx'
import { ProofByCode } from './proof-by-code.tsx'
import { ProofByPassword } from './proof-by-password.tsx'
import { ProofByTotp } from './proof-by-totp.tsx'

type Method = ReauthenticationMethods['methods'][number]

export interface ProofDialogProps {
  onAnswer: (proven: boolean) => void
}

/** The question of who sits there: the quickest way first, the others below it. */
export function ProofDialog({ onAnswer }: ProofDialogProps) {
  const { t } = useTranslation()
  const methods = trpc.auth.reauthenticationMethods.useQuery(undefined, { staleTime: 0 })
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onAnswer(false)}
      title={t('security.proof.title')}
      description={t('security.proof.lead')}
      closeLabel={t('actions.cancel')}
    >
      {methods.data ? (
        <Ways {...methods.data} onProven={() => onAnswer(true)} />
      ) : methods.error ? (
        <ListError error={methods.error} onRetry={() => void methods.refetch()} />
      ) : (
        <Skeleton className="h-32 rounded-md" />
      )}
    </Dialog>
  )
}

function Ways({ methods: all, providers, onProven }: ReauthenticationMethods & { onProven: () => void }) {
  const { t } = useTranslation()
  const methods = all.filter((each) => each !== 'passkey' || hasPasskeys())
  const [chosen, setChosen] = useState<Method>()
  const method = chosen ?? methods[0] ?? 'email'
  const others = methods.filter((other) => other !== method)
  return (
    <>
      <Way key={method} method={method} onProven={onProven} />
      {others.length + providers.length > 0 && (
        <div className="mt-6 border-line border-t pt-4">
          <h3 className="text-muted text-sm">{t('security.proof.others')}</h3>
          <ul className="mt-2 -ml-5 flex flex-col items-start">
            {others.map((other) => (
              <li key={other}>
                <Button tone="quiet" onClick={() => setChosen(other)}>
                  {t(`security.proof.ways.${other}`)}
                </Button>
              </li>
            ))}
            {providers.map((provider) => (
              <li key={provider}>
                <Button tone="quiet" asChild>
                  <a href={journeyTo(provider)}>
                    {t('security.proof.provider', { provider: providerNames[provider] })}
                  </a>
                </Button>
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  )
}

function Way({ method, onProven }: { method: Method; onProven: () => void }) {
  if (method === 'password') return <ProofByPassword onProven={onProven} />
  if (method === 'totp') return <ProofByTotp onProven={onProven} />
  if (method === 'passkey') return <PasskeyReauthentication onProven={onProven} />
  return <ProofByCode channel={method} onProven={onProven} />
}

const providerNames: Record<ReauthenticationMethods['providers'][number], string> = {
  google: 'Google',
  apple: 'Apple',
  facebook: 'Facebook',
  github: 'GitHub',
  vk: 'VK',
  telegram: 'Telegram',
}

/** There and back to this page, where what was wanted has to be asked for again. */
function journeyTo(provider: string): string {
  const query = new URLSearchParams({ purpose: 'reauthenticate', redirect: location.pathname })
  return `/auth/${provider}?${query}`
}
