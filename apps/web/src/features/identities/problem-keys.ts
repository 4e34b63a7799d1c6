import type { FlowProblem } from '@kinkeep/contracts/identity-providers'
import type { TranslationKey } from '../../lib/i18n/i18n.ts'

/** Why somebody came back from a provider with empty hands, as a sentence. */
export const problemKeys = {
  cancelled: 'identities.problems.cancelled',
  expired: 'identities.problems.expired',
  refused: 'identities.problems.refused',
  unavailable: 'identities.problems.unavailable',
  signedOut: 'identities.problems.signedOut',
  tooMany: 'identities.problems.tooMany',
} as const satisfies Record<FlowProblem, TranslationKey>
