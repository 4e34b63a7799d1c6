import type { CircleEvent } from '@kinkeep/contracts/events'
import type { Api } from '../api.ts'

export const everyQuery = [
  'circle',
  'activity',
  'circles',
  'members',
  'invitations',
  'guestLinks',
  'shareLinks',
  'children',
  'pets',
  'calendar',
  'keeps',
  'keep',
  'months',
  'reactions',
  'comments',
  'mediaStatus',
  'mediaFailures',
  'albums',
  'places',
  'archives',
] as const
export type CircleQuery = (typeof everyQuery)[number]

/** What the screen may show of a circle, and how to say that it is no longer fresh. */
export const circleQueries: Record<CircleQuery, (api: Api, circleId: string) => Promise<void>> = {
  circle: (api, circleId) => api.circles.get.invalidate({ circleId }),
  activity: (api, circleId) => api.circles.activity.invalidate({ circleId }),
  circles: (api) => api.circles.list.invalidate(),
  members: (api, circleId) => api.circles.members.list.invalidate({ circleId }),
  invitations: (api, circleId) => api.circles.invitations.list.invalidate({ circleId }),
  guestLinks: (api, circleId) => api.circles.guestLinks.list.invalidate({ circleId }),
  shareLinks: (api, circleId) => api.keeps.shareLinks.list.invalidate({ circleId }),
  children: (api, circleId) =>
    Promise.all([
      api.circles.children.list.invalidate({ circleId }),
      api.circles.children.get.invalidate({ circleId }),
      api.circles.children.measurements.invalidate({ circleId }),
      api.circles.children.thenAndNow.invalidate({ circleId }),
      api.circles.children.upgradeAudit.invalidate({ circleId }),
    ]).then(() => undefined),
  pets: (api, circleId) =>
    Promise.all([
      api.circles.pets.list.invalidate({ circleId }),
      api.circles.pets.get.invalidate({ circleId }),
    ]).then(() => undefined),
  calendar: (api, circleId) => api.circles.calendar.list.invalidate({ circleId }),
  keeps: (api, circleId) =>
    Promise.all([
      api.keeps.list.invalidate({ circleId }),
      api.keeps.search.invalidate({ circleId }),
      api.keeps.tags.invalidate({ circleId }),
      api.keeps.calendar.invalidate({ circleId }),
      api.keeps.onThisDay.invalidate({ circleId }),
      api.circles.children.thenAndNow.invalidate({ circleId }),
      api.media.dates.invalidate(),
    ]).then(() => undefined),
  keep: (api, circleId) => api.keeps.get.invalidate({ circleId }),
  months: (api, circleId) => api.keeps.timeline.invalidate({ circleId }),
  reactions: (api, circleId) => api.keeps.reactions.list.invalidate({ circleId }),
  comments: (api, circleId) => api.keeps.comments.list.invalidate({ circleId }),
  mediaStatus: (api, circleId) => api.media.status.invalidate({ circleId }),
  mediaFailures: (api, circleId) => api.media.failures.invalidate({ circleId }),
  albums: (api, circleId) =>
    Promise.all([
      api.keeps.albums.list.invalidate({ circleId }),
      api.keeps.albums.get.invalidate({ circleId }),
    ]).then(() => undefined),
  places: (api, circleId) =>
    Promise.all([api.keeps.places.invalidate({ circleId }), api.keeps.atPlace.invalidate({ circleId })]).then(
      () => undefined,
    ),
  archives: (api, circleId) =>
    Promise.all([
      api.keeps.exports.list.invalidate({ circleId }),
      api.keeps.books.list.invalidate({ circleId }),
      api.keeps.imports.list.invalidate({ circleId }),
    ]).then(() => undefined),
}

/** Which queries an event makes stale. An event nobody thought of does not compile. */
export function staleAfter(event: CircleEvent): readonly CircleQuery[] {
  switch (event.type) {
    case 'circle.changed':
      return ['activity', 'circle', 'circles', 'members', 'calendar']
    case 'circle.deleted':
      return ['circle', 'circles']
    case 'member.joined':
      return ['activity', 'members', 'invitations', 'circle']
    case 'member.removed':
      return ['activity', 'members', 'circle', 'circles', 'guestLinks', 'shareLinks']
    case 'member.changed':
      // Also what one sees oneself: keeps for admins come and go with the role.
      return [
        'activity',
        'members',
        'circle',
        'circles',
        'keeps',
        'keep',
        'months',
        'albums',
        'places',
        'shareLinks',
      ]
    case 'guestLink.changed':
      return ['guestLinks']
    case 'shareLink.changed':
      return ['shareLinks']
    case 'archive.changed':
      return ['archives']
    case 'album.changed':
      return ['activity', 'albums', 'keeps']
    case 'invitation.changed':
      return ['invitations']
    case 'child.changed':
      return ['children', 'activity', 'calendar']
    case 'pet.changed':
      return ['activity', 'pets', 'calendar']
    case 'reactions.changed':
      return ['activity', 'keeps', 'keep', 'reactions']
    case 'comments.changed':
      return ['activity', 'keeps', 'keep', 'comments']
    case 'keeps.changed':
    case 'keep.changed':
      return ['activity', 'keeps', 'keep', 'months', 'circle', 'albums', 'places']
    case 'media.changed':
      return event.keepId === null
        ? ['mediaStatus', 'mediaFailures']
        : ['activity', 'keeps', 'keep', 'months', 'mediaStatus', 'mediaFailures', 'albums', 'places']
    case 'refetch':
      return everyQuery
    default:
      return event satisfies never
  }
}
