import { Button } from '@kinkeep/ui/button'
import { Section } from '../../components/section.tsx'
import { allPending } from '../../lib/all-pending.ts'
import { errorText } from '../../lib/error-text.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'
import { useInvitationAnswer } from './use-invitation-answer.ts'

/** Invitations that wait for this person; nothing where there are none. */
export function PendingInvitations() {
  const { t, language } = useTranslation()
  const [pending] = trpc.circles.invitations.pending.useSuspenseQuery(allPending)
  const answer = useInvitationAnswer()
  if (pending.items.length === 0) return null
  return (
    <Section title={t('invitation.pending')}>
      <p role="alert" className="mb-3 text-danger text-sm empty:hidden">
        {answer.error ? errorText(answer.error, t, language) : null}
      </p>
      <ul className="flex flex-col gap-3">
        {pending.items.map(({ id, invitedBy, circleName, role }) => (
          <li key={id} className="rounded-lg bg-accent-soft p-5">
            <p className="font-medium">
              {t('invitation.pendingItem', { name: invitedBy, circle: circleName })}
            </p>
            <p className="mt-0.5 text-muted text-sm">
              {t('invitation.asRole', { role: t(`roles.${role}`) })}
            </p>
            <div className="mt-4 flex flex-wrap gap-3">
              <Button pending={answer.pending} onClick={() => answer.accept({ invitationId: id })}>
                {t('invitation.accept')}
              </Button>
              <Button
                tone="quiet"
                disabled={answer.pending}
                onClick={() => answer.decline({ invitationId: id })}
              >
                {t('invitation.decline')}
              </Button>
            </div>
          </li>
        ))}
      </ul>
    </Section>
  )
}
