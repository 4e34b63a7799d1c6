import type { ActivityView } from '@kinkeep/contracts/activities'
import type { Translate } from '../../lib/i18n/i18n.ts'

/** Who it was, as it stands in a sentence. */
export function whoText(who: ActivityView['who'], t: Translate): string {
  return who.kind === 'gone' ? t('activity.gone') : who.name
}

/** What somebody did, in one sentence. A kind that nobody wrote a sentence for does not compile. */
export function activityText(entry: ActivityView, t: Translate): string {
  const { kind, count, role } = entry
  const name = whoText(entry.who, t)
  const other = entry.other?.name ?? t('activity.gone')
  const child = entry.child?.name ?? ''
  const pet = entry.pet?.name ?? ''
  switch (kind) {
    case 'keeps.added':
      return addedText(entry, name, t)
    case 'keep.commented':
      return t('activity.commented', { name, count })
    case 'keep.reacted':
      return t('activity.reacted', { name })
    case 'member.joined':
      return t('activity.joined', { name })
    case 'member.left':
      return t('activity.left', { name })
    case 'member.removed':
      return t('activity.removed', { name, other })
    case 'member.roleSet':
      return t('activity.roleSet', { name, other, role: t(`roles.${role ?? 'member'}`) })
    case 'circle.renamed':
      return t('activity.renamed', { name })
    case 'circle.handedOver':
      return t('activity.handedOver', { name, other })
    case 'child.added':
      return t('activity.childAdded', { name, child })
    case 'child.upgraded':
      return t('activity.childUpgraded', { child })
    case 'measurement.added':
      return t('activity.measured', { name, child })
    case 'pet.added':
      return t('activity.petAdded', { name, pet })
    case 'pet.died':
      return t('activity.petDied', { pet })
    case 'album.made':
      return t('activity.albumMade', { name, album: entry.album?.name ?? '' })
    default:
      return kind satisfies never
  }
}

/** Photos are counted as photos; of a single keep without one, it says what it is. */
function addedText({ count, photoCount, keep }: ActivityView, name: string, t: Translate): string {
  if (photoCount > 0 && keep?.kind !== 'milestone') return t('activity.photos', { name, count: photoCount })
  if (keep?.kind === 'milestone') return t('activity.milestone', { name })
  if (keep?.kind === 'note') return t('activity.note', { name })
  return t('activity.keeps', { name, count })
}
