import { Button } from '@kinkeep/ui/button'
import { Link } from '@tanstack/react-router'
import { MessageSquareText } from 'lucide-react'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'

/** From the sign-in page to the one for SMS, where SMS are sent; `redirect` is where the person wanted to go. */
export function PhoneSignInLink({ redirect }: { redirect: string | undefined }) {
  const { t } = useTranslation()
  const ways = trpc.auth.identities.providers.useQuery(undefined, { staleTime: Number.POSITIVE_INFINITY })
  if (!ways.data?.sms) return null
  return (
    <Button asChild tone="secondary" size="lg" wide>
      <Link to="/sign-in/phone" search={redirect === undefined ? {} : { redirect }}>
        <MessageSquareText size={20} aria-hidden="true" />
        {t('phone.signIn.link')}
      </Link>
    </Button>
  )
}
