import type { Hindrance } from '@kinkeep/contracts/hindrances'
import type { Translate } from '../../lib/i18n/i18n.ts'

/** Why something cannot be done, in a sentence; null when it can. */
export function hindranceText(hindrance: Hindrance | null, t: Translate): string | null {
  return hindrance && t(`circleRoom.hindrances.${hindrance}`)
}
