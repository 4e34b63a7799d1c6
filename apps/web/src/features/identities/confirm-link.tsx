import { Button } from '@kinkeep/ui/button'
import { Spinner } from '@kinkeep/ui/spinner'
import { Link } from '@tanstack/react-router'
import { AccountPage } from '../../components/account-page.tsx'
import { errorText } from '../../lib/error-text.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { readError } from '../../lib/read-error.ts'
import { trpc } from '../../lib/trpc.ts'
import { BeginMerge } from './begin-merge.tsx'
import { providerNames } from './provider-names.ts'

export interface ConfirmLinkProps {
  flowId: string
  /** Of the account that is signed in: the one to link to, said before it is done. */
  email: string
  onLinked: () => void
}

/** Asks before anything is linked: a browser can be led to a provider and back without its owner wanting it. */
export function ConfirmLink({ flowId, email, onLinked }: ConfirmLinkProps) {
  const { t, language } = useTranslation()
  const pending = trpc.auth.identities.pendingLink.useQuery({ flowId })
  const utils = trpc.useUtils()
  const link = trpc.auth.identities.link.useMutation({
    onSuccess: async () => {
      await utils.auth.identities.list.invalidate()
      onLinked()
    },
  })
  const elsewhere = link.error && readError(link.error).reason === 'IDENTITY_LINKED_ELSEWHERE'
  const found = pending.data
  if (!found) {
    return (
      <AccountPage
        title={t('identities.linkTitle', { provider: '' }).trim()}
        lead={pending.error ? errorText(pending.error, t, language) : t('identities.returnLead')}
      >
        {pending.error ? <BackToSecurity label={t('identities.back')} /> : <Spinner />}
      </AccountPage>
    )
  }
  const provider = providerNames[found.provider]
  return (
    <AccountPage
      title={t('identities.linkTitle', { provider })}
      lead={t('identities.linkLead', { provider, label: found.label ?? provider, email })}
    >
      <p role="alert" className="mb-5 text-danger text-sm empty:hidden">
        {link.error &&
          (elsewhere ? t('identities.elsewhere', { provider }) : errorText(link.error, t, language))}
      </p>
      <div className="flex flex-col gap-3">
        {elsewhere ? (
          <BeginMerge />
        ) : (
          <Button size="lg" wide pending={link.isPending} onClick={() => link.mutate({ flowId })}>
            {t('identities.linkGo', { provider })}
          </Button>
        )}
        <BackToSecurity label={t('identities.cancel')} />
      </div>
    </AccountPage>
  )
}

function BackToSecurity({ label }: { label: string }) {
  return (
    <Button asChild tone="secondary" size="lg" wide>
      <Link to="/settings/security">{label}</Link>
    </Button>
  )
}
