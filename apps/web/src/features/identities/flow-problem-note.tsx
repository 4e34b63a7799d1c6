import type { FlowProblem } from '@kinkeep/contracts/identity-providers'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { problemKeys } from './problem-keys.ts'

/** What went wrong on the way to a provider, above the ways to try again. */
export function FlowProblemNote({ problem }: { problem: FlowProblem | undefined }) {
  const { t } = useTranslation()
  return (
    <p role="alert" className="mb-5 rounded-lg bg-sunk px-4 py-3 text-sm empty:hidden">
      {problem && t(problemKeys[problem])}
    </p>
  )
}
