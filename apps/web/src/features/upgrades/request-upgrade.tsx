import type { ChildView } from '@kinkeep/contracts/children'
import type { CircleView } from '@kinkeep/contracts/circles'
import { Dialog } from '@kinkeep/ui/dialog'
import { useState } from 'react'
import { errorText } from '../../lib/error-text.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { showToast } from '../../lib/toasts.ts'
import { trpc } from '../../lib/trpc.ts'
import { AddressStep } from './address-step.tsx'
import { type ConsentDraft, toConsent } from './consent-draft.ts'
import { ConsentStep } from './consent-step.tsx'
import { sendPaper } from './send-paper.ts'
import { SummaryStep } from './summary-step.tsx'

export interface RequestUpgradeProps {
  circle: Pick<CircleView, 'id' | 'name'>
  child: Pick<ChildView, 'id' | 'name'>
  onClose: () => void
}

type Step = 'address' | 'consent' | 'summary'
const steps: readonly Step[] = ['address', 'consent', 'summary']

/** The address, the guardian's consent, and once more all of it before the mail goes. Fetched when it is wanted. */
export default function RequestUpgrade({ circle, child, onClose }: RequestUpgradeProps) {
  const { t, language } = useTranslation()
  const cache = trpc.useUtils()
  const [step, setStep] = useState<Step>('address')
  const [email, setEmail] = useState('')
  const [draft, setDraft] = useState<ConsentDraft>()
  const [sending, setSending] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const one = { circleId: circle.id, childId: child.id }

  const send = async (consent: ConsentDraft) => {
    setSending(true)
    setError(null)
    try {
      const paperId = consent.paper ? await sendPaper(cache.client, one, consent.paper) : null
      if (consent.paper && !paperId) return setError(t('upgrades.troubles.notSent'))
      await cache.client.circles.children.requestUpgrade.mutate({
        ...one,
        email,
        consent: toConsent(consent, paperId),
      })
      showToast({ tone: 'done', text: t('upgrades.sent', { email }) })
      await cache.circles.children.upgradeAudit.invalidate(one)
      onClose()
    } catch (refused) {
      setError(errorText(refused, t, language))
    } finally {
      setSending(false)
    }
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('upgrades.offerTitle', { name: child.name })}
      description={t('upgrades.step', {
        number: steps.indexOf(step) + 1,
        count: steps.length,
        what: t(`upgrades.steps.${step}`),
      })}
      closeLabel={t('actions.close')}
    >
      {step === 'address' && (
        <AddressStep
          childName={child.name}
          email={email}
          onDone={(typed) => {
            setEmail(typed)
            setStep('consent')
          }}
        />
      )}
      {step === 'consent' && (
        <ConsentStep
          childName={child.name}
          circleName={circle.name}
          draft={draft}
          onBack={(filled) => {
            setDraft(filled)
            setStep('address')
          }}
          onDone={(filled) => {
            setDraft(filled)
            setStep('summary')
          }}
        />
      )}
      {step === 'summary' && draft && (
        <SummaryStep
          email={email}
          draft={draft}
          error={error}
          pending={sending}
          onBack={() => setStep('consent')}
          onSend={() => void send(draft)}
        />
      )}
    </Dialog>
  )
}
