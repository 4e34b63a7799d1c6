import type { CircleView, MemberView } from '@kinkeep/contracts/circles'
import { limits } from '@kinkeep/contracts/limits'
import { Avatar } from '@kinkeep/ui/avatar'
import { Badge } from '@kinkeep/ui/badge'
import { useState } from 'react'
import { LoadMore } from '../../components/load-more.tsx'
import { avatarUrl } from '../../lib/avatar-url.ts'
import { formatDate } from '../../lib/format.ts'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'
import { HandOver } from './hand-over.tsx'
import { MemberListSkeleton } from './member-list-skeleton.tsx'
import { MemberMenu } from './member-menu.tsx'
import { RemoveMember } from './remove-member.tsx'

/** Who is in the circle, in which role; those who may can change that. */
export function MemberList({ circle, myId }: { circle: CircleView; myId: string }) {
  const { t, language } = useTranslation()
  const members = trpc.circles.members.list.useInfiniteQuery(
    { circleId: circle.id, limit: limits.pageMax },
    { getNextPageParam: (page) => page.nextCursor },
  )
  const [leaving, setLeaving] = useState<MemberView>()
  const [heir, setHeir] = useState<MemberView>()
  if (!members.data) return <MemberListSkeleton query={members} />
  return (
    <>
      <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
        {members.data.pages
          .flatMap((page) => page.items)
          .map((member) => (
            <li key={member.userId} className="flex min-h-18 items-center gap-3 py-2 pr-2 pl-4">
              <Avatar
                name={member.name}
                seed={member.userId}
                src={avatarUrl(member.userId, member.avatarId)}
              />
              <div className="min-w-0 grow">
                <p className="break-words font-medium">
                  {member.name}
                  {member.userId === myId && (
                    <span className="font-normal text-muted"> ({t('circle.itsYou')})</span>
                  )}
                </p>
                <p className="text-muted text-xs">
                  <span className="sm:hidden">{t(`roles.${member.role}`)}</span>
                  <span className="max-sm:hidden">
                    {t('circle.joined', { date: formatDate(member.joinedAt, language) })}
                  </span>
                </p>
              </div>
              <span className="max-sm:hidden">
                <Badge tone={member.role === 'owner' ? 'sun' : 'plain'}>{t(`roles.${member.role}`)}</Badge>
              </span>
              {member.userId !== myId ? (
                <MemberMenu
                  circle={circle}
                  member={member}
                  onRemove={() => setLeaving(member)}
                  onHandOver={() => setHeir(member)}
                />
              ) : (
                <span className="w-2" />
              )}
            </li>
          ))}
      </ul>
      <LoadMore query={members} />
      <RemoveMember circleId={circle.id} member={leaving} onClose={() => setLeaving(undefined)} />
      <HandOver circleId={circle.id} member={heir} onClose={() => setHeir(undefined)} />
    </>
  )
}
