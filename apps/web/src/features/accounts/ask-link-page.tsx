import { Link } from '@tanstack/react-router'
import { AccountPage } from '../../components/account-page.tsx'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { AskLinkForm } from './ask-link-form.tsx'

export interface AskLinkPageProps {
  title: string
  lead: string
  submitLabel: string
  pending: boolean
  error: unknown
  onAsk: (email: string) => void
  /** What to say instead, once a mail is on its way. */
  sent: string | undefined
}

/** A link is asked for by mail; then the person looks there. */
export function AskLinkPage({ title, lead, sent, ...form }: AskLinkPageProps) {
  const { t } = useTranslation()
  return (
    <AccountPage
      title={sent === undefined ? title : t('checkMail.title')}
      lead={sent ?? lead}
      foot={
        <Link to="/sign-in" className="link">
          {t('password.toSignIn')}
        </Link>
      }
    >
      {sent === undefined ? (
        <AskLinkForm {...form} />
      ) : (
        <p role="status" className="text-muted text-sm">
          {t('checkMail.spam')}
        </p>
      )}
    </AccountPage>
  )
}
