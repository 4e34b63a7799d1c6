import { Button } from '@kinkeep/ui/button'
import { Link } from '@tanstack/react-router'
import { MessageSquareText } from 'lucide-react'
import { useTranslation } from '../../lib/i18n/use-translation.ts'

/** From the sign-in page to the one for SMS; `redirect` is where the person wanted to go. */
export function PhoneSignInLink({ redirect }: { redirect: string | undefined }) {
  const { t } = useTranslation()
  return (
    <Button asChild tone="secondary" size="lg" wide>
      <Link to="/sign-in/phone" search={redirect === undefined ? {} : { redirect }}>
        <MessageSquareText size={20} aria-hidden="true" />
        {t('phone.signIn.link')}
      </Link>
    </Button>
  )
}
