import type { Speaker } from '@kinkeep/contracts/speakers'
import type { Translate } from '../../lib/i18n/i18n.ts'

/** What somebody is called in a conversation. */
export function speakerName(speaker: Speaker, t: Translate): string {
  return speaker.kind === 'gone' ? t('conversation.somebodyGone') : speaker.name
}
