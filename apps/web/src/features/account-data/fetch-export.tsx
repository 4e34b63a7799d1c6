import { Button } from '@kinkeep/ui/button'
import { Link } from '@tanstack/react-router'
import { errorText } from '../../lib/error-text.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'

/** Fetching is a click and never the opening of the link: mail scanners open links. */
export function FetchExport({ token }: { token: string }) {
  const { t, language } = useTranslation()
  const fetch = trpc.users.downloadExport.useMutation({
    onSuccess: ({ url }) => window.location.assign(url),
  })
  return (
    <div className="flex flex-col items-start gap-4">
      {!fetch.data && (
        <Button size="lg" pending={fetch.isPending} onClick={() => fetch.mutate({ token })}>
          {t('accountData.export.fetch')}
        </Button>
      )}
      <p role="status" className="text-muted text-sm empty:hidden">
        {fetch.data && t('accountData.export.fetched')}
      </p>
      <p role="alert" className="text-danger text-sm empty:hidden">
        {fetch.error && errorText(fetch.error, t, language)}
      </p>
      <Link to="/settings/account" className="link text-sm">
        {t('accountData.export.toAccount')}
      </Link>
    </div>
  )
}
