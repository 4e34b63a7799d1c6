import { Button } from '@kinkeep/ui/button'
import { Spinner } from '@kinkeep/ui/spinner'
import { Link } from '@tanstack/react-router'
import { useEffect, useEffectEvent } from 'react'
import { AccountPage } from '../../components/account-page.tsx'
import { errorText } from '../../lib/error-text.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { readError } from '../../lib/read-error.ts'
import { trpc } from '../../lib/trpc.ts'

/** Uses what a provider said to prove again who somebody is, and goes back to what needed it. */
export function ProveAgain({ flowId, onProven }: { flowId: string; onProven: () => void }) {
  const { t, language } = useTranslation()
  const { mutate, error } = trpc.auth.identities.reauthenticate.useMutation()
  const prove = useEffectEvent(() => mutate({ flowId }, { onSuccess: onProven }))
  useEffect(() => {
    const timer = setTimeout(prove)
    return () => clearTimeout(timer)
  }, [])
  const isRefused = error && readError(error).reason === 'PROVIDER_REFUSED'
  const lead = isRefused ? t('identities.notProven') : error && errorText(error, t, language)
  return (
    <AccountPage title={t('identities.returnTitle')} lead={lead ?? t('identities.returnLead')}>
      {error ? (
        <Button asChild size="lg">
          <Link to="/settings/security">{t('identities.back')}</Link>
        </Button>
      ) : (
        <Spinner />
      )}
    </AccountPage>
  )
}
