import { Button } from '@kinkeep/ui/button'
import { Form } from '@kinkeep/ui/form'
import { Link } from '@tanstack/react-router'
import { errorText } from '../../lib/error-text.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'

/** Keeps an account by the link in the mail: a click, for mail scanners open links. Signs nobody in. */
export function KeepAccountForm({ token }: { token: string }) {
  const { t, language } = useTranslation()
  const keep = trpc.users.cancelDeletionByLink.useMutation()
  if (keep.data) {
    return (
      <div className="flex flex-col gap-5">
        <p role="status">{t('leaving.kept')}</p>
        <Button asChild size="lg">
          <Link to="/">{t('accountData.keep.onward')}</Link>
        </Button>
      </div>
    )
  }
  return (
    <Form
      error={keep.error && errorText(keep.error, t, language)}
      pending={keep.isPending}
      onSubmit={() => keep.mutate({ token })}
    >
      <Button type="submit" size="lg" wide pending={keep.isPending}>
        {t('leaving.keep')}
      </Button>
    </Form>
  )
}
