import type { Speaker } from '@kinkeep/contracts/speakers'
import { Avatar } from '@kinkeep/ui/avatar'
import { avatarUrl } from '../../lib/avatar-url.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { speakerName } from './speaker-name.ts'
import type { TalkReader } from './talk-reader.ts'

export function SpeakerAvatar({ speaker, reader }: { speaker: Speaker; reader: TalkReader }) {
  const { t } = useTranslation()
  const name = speakerName(speaker, t)
  const isMember = speaker.kind === 'member'
  return (
    <Avatar
      name={name}
      seed={isMember ? speaker.id : name}
      size="sm"
      src={isMember && reader.seesPictures ? avatarUrl(speaker.id, speaker.avatarId) : undefined}
    />
  )
}
