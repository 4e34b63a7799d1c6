import { type ConsentKind, consentVersion } from '@kinkeep/contracts/consent'
import type { Language } from '@kinkeep/contracts/languages'
import type { Consent } from '@kinkeep/contracts/upgrades'

/** What was filled in about a guardian's consent, and in which language its text was read. */
export interface ConsentDraft {
  kind: ConsentKind
  guardianName: string
  signature: string
  witnessName: string
  paper: File | null
  language: Language
}

/** As the API wants it; a form goes before and is named by its id. */
export function toConsent(draft: ConsentDraft, paperId: string | null): Consent {
  const { kind, guardianName, signature, witnessName, language } = draft
  const agreed = { guardianName, language, version: consentVersion } as const
  if (kind === 'signature') return { kind, ...agreed, signature }
  return kind === 'verbal' ? { kind, ...agreed, witnessName } : { kind, ...agreed, paperId: paperId ?? '' }
}
