import { Button } from '@kinkeep/ui/button'
import { errorText } from '../../lib/error-text.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'

/** The way to make two accounts one: this one stays, and the other one signs in next. */
export function BeginMerge() {
  const { t, language } = useTranslation()
  // Nobody is signed in here from now on: a fresh start forgets what was read.
  const begin = trpc.auth.identities.beginMerge.useMutation({
    onSuccess: () => window.location.assign('/sign-in?redirect=%2Fmerge'),
  })
  return (
    <div>
      <Button tone="secondary" pending={begin.isPending} onClick={() => begin.mutate()}>
        {t('merge.begin')}
      </Button>
      <p role="alert" className="mt-2 text-danger text-sm empty:hidden">
        {begin.error && errorText(begin.error, t, language)}
      </p>
    </div>
  )
}
