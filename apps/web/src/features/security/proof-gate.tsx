import { lazy, Suspense, useSyncExternalStore } from 'react'
import { loadTexts } from '../../lib/i18n/i18n.ts'
import { onQuestion, openQuestion } from '../../lib/proof.ts'

const ProofDialog = lazy(async () => {
  const [{ ProofDialog }] = await Promise.all([import('./proof-dialog.tsx'), loadTexts('account')])
  return { default: ProofDialog }
})

/** Asks, on whichever page, as soon as something waits for the person to show that it is them. */
export function ProofGate() {
  const question = useSyncExternalStore(onQuestion, openQuestion)
  if (!question) return null
  return (
    <Suspense>
      <ProofDialog onAnswer={question.answer} />
    </Suspense>
  )
}
