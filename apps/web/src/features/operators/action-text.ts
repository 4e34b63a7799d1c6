import { auditActions } from '@kinkeep/contracts/audit-actions'
import type { Translate } from '../../lib/i18n/i18n.ts'

/** An act in words; one that an older release wrote stays as it was written. */
export function actionText(action: string, t: Translate): string {
  const known = auditActions.find((one) => one === action)
  return known ? t(`operator.actions.${known}`) : action
}
