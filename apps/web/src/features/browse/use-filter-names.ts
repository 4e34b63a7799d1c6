import type { KeepFilter } from '@kinkeep/contracts/keeps'
import { limits } from '@kinkeep/contracts/limits'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { trpc } from '../../lib/trpc.ts'
import { useProfiles } from '../keep-people/use-profiles.ts'
import { formatShortDay } from '../timeline/wall-date.ts'

/** Events say when they change. */
const staleTime = 5 * 60_000

/** What a circle's keeps can be chosen by; empty while it is not known. */
export function useChoices(circleId: string) {
  const profiles = useProfiles(circleId)
  const members = trpc.circles.members.list.useQuery({ circleId, limit: limits.pageMax }, { staleTime })
  const albums = trpc.keeps.albums.list.useQuery({ circleId, limit: limits.pageMax }, { staleTime })
  const tags = trpc.keeps.tags.useQuery({ circleId, limit: limits.pageMax }, { staleTime })
  return {
    children: profiles?.children ?? [],
    pets: profiles?.pets ?? [],
    members: members.data?.items ?? [],
    albums: albums.data?.items ?? [],
    tags: tags.data?.items ?? [],
  }
}

export interface NamedFilter {
  key: keyof KeepFilter
  name: string
}

/** Everything that a filter asks, in words a person would use. */
export function useFilterNames(circleId: string, filter: KeepFilter): NamedFilter[] {
  const { t, language } = useTranslation()
  const { children, pets, members, albums } = useChoices(circleId)
  const nameOf = (id: string | undefined, all: readonly { id: string; name: string }[]) =>
    id === undefined ? undefined : (all.find((each) => each.id === id)?.name ?? t('browse.somebody'))
  const names: Partial<Record<keyof KeepFilter, string | undefined>> = {
    kind: filter.kind && t(`browse.kinds.${filter.kind}`),
    childId: nameOf(filter.childId, children),
    petId: nameOf(filter.petId, pets),
    authorId: nameOf(
      filter.authorId,
      members.map(({ userId, name }) => ({ id: userId, name })),
    ),
    albumId: nameOf(
      filter.albumId,
      albums.map(({ id, title }) => ({ id, name: title })),
    ),
    tag: filter.tag && `#${filter.tag}`,
    hasPhotos: filter.hasPhotos ? t('browse.photos') : undefined,
    hasVideos: filter.hasVideos ? t('browse.videos') : undefined,
    favourites: filter.favourites && t('browse.favourites'),
    from: filter.from && t('browse.fromDay', { day: formatShortDay(filter.from, language) }),
    to: filter.to && t('browse.toDay', { day: formatShortDay(filter.to, language) }),
  }
  return Object.entries(names).flatMap(([key, name]) =>
    name ? [{ key: key as keyof KeepFilter, name }] : [],
  )
}
