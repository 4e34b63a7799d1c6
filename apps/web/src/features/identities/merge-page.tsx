import type { MergePreview } from '@kinkeep/contracts/identities'
import { Button } from '@kinkeep/ui/button'
import { Spinner } from '@kinkeep/ui/spinner'
import { Link } from '@tanstack/react-router'
import { AccountPage } from '../../components/account-page.tsx'
import { errorText } from '../../lib/error-text.ts'
import type { Translate } from '../../lib/i18n/i18n.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { readError } from '../../lib/read-error.ts'
import { trpc } from '../../lib/trpc.ts'
import { providerNames } from './provider-names.ts'

/** Shows what two accounts becoming one means, and does it when it is wanted. */
export function MergePage() {
  const { t, language } = useTranslation()
  const preview = trpc.auth.identities.previewMerge.useQuery(undefined, { staleTime: 0, gcTime: 0 })
  const merge = trpc.auth.identities.merge.useMutation({
    onSuccess: () => window.location.assign('/sign-in'),
  })
  const found = preview.data
  if (!found) {
    const isOver = preview.error && readError(preview.error).reason === 'CHALLENGE_EXPIRED'
    const lead = isOver ? t('merge.expired') : preview.error && errorText(preview.error, t, language)
    return (
      <AccountPage title={t('merge.pageTitle')} lead={lead ?? t('identities.returnLead')}>
        {preview.error ? (
          <Button asChild size="lg">
            <Link to="/settings/security">{t('identities.back')}</Link>
          </Button>
        ) : (
          <Spinner />
        )}
      </AccountPage>
    )
  }
  const isBlocked = found.blockedByCircles.length > 0
  return (
    <AccountPage
      title={t('merge.pageTitle')}
      lead={t('merge.pageLead', { kept: found.kept.email, merged: found.merged.email })}
    >
      <ul className="mb-5 list-disc space-y-2 pl-5 text-sm">
        {sentencesOf(found, t, language).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <p className="mb-5 text-muted text-sm">{t('merge.ends', { merged: found.merged.email })}</p>
      <p role="alert" className="mb-5 text-danger text-sm empty:hidden">
        {isBlocked && t('merge.blocked', { circles: found.blockedByCircles.join(', ') })}
        {!isBlocked && merge.error && errorText(merge.error, t, language)}
      </p>
      <div className="flex flex-col gap-3">
        <Button
          tone="danger"
          size="lg"
          wide
          pending={merge.isPending}
          disabled={isBlocked}
          onClick={() => merge.mutate()}
        >
          {t('merge.go')}
        </Button>
        <Button asChild tone="secondary" size="lg" wide>
          <Link to="/">{t('identities.cancel')}</Link>
        </Button>
      </div>
    </AccountPage>
  )
}

/** What moves and what ends, a sentence each. */
function sentencesOf(found: MergePreview, t: Translate, language: string): string[] {
  const list = new Intl.ListFormat(language)
  const ways = found.identities.map(({ provider, label }) =>
    label === null ? providerNames[provider] : `${providerNames[provider]} (${label})`,
  )
  return [
    ...found.circles.map(({ name, role, endingRole }) => {
      const values = { circle: name, role: t(`roles.${role}`) }
      return t(endingRole === null ? 'merge.circle' : 'merge.circleBoth', values)
    }),
    ...(found.keeps > 0 ? [t('merge.keeps', { count: found.keeps })] : []),
    ...(ways.length > 0 ? [t('merge.identities', { identities: list.format(ways) })] : []),
    ...(found.passkeys > 0 ? [t('merge.passkeys', { count: found.passkeys })] : []),
    ...(found.phone === 'moves' ? [t('merge.phoneMoves')] : []),
    ...(found.phone === 'ends' ? [t('merge.phoneEnds')] : []),
    ...(found.losesSecondFactor ? [t('merge.secondFactorEnds')] : []),
  ]
}
