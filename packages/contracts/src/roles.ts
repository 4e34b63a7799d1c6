/** Roles of a member, highest first. Zod-free: the web shows and hides by the same table the server enforces. */
export const memberRoles = ['owner', 'admin', 'member', 'viewer'] as const
export type MemberRole = (typeof memberRoles)[number]

/** Roles that an invitation may give; ownership is handed over, never invited to. */
export const invitableRoles = ['admin', 'member', 'viewer'] as const satisfies readonly MemberRole[]
export type InvitableRole = (typeof invitableRoles)[number]

/** What an account may do on this Kinkeep as a whole, lowest first. It opens no circle. */
export const platformRoles = ['user', 'operator', 'admin'] as const
export type PlatformRole = (typeof platformRoles)[number]
/** Those that operate. */
export type OperatorRole = Exclude<PlatformRole, 'user'>

/** Whoever looks into a circle: its members, and a guest by link, who has no account. */
export const circleRoles = [...memberRoles, 'guest'] as const
export type CircleRole = (typeof circleRoles)[number]

/** What a link that passes from hand to hand may make of whoever opens it. */
export const linkRoles = ['member', 'viewer'] as const satisfies readonly InvitableRole[]

const readers = ['owner', 'admin', 'member', 'viewer', 'guest'] as const
const everyone = ['owner', 'admin', 'member', 'viewer'] as const
const contributors = ['owner', 'admin', 'member'] as const
const admins = ['owner', 'admin'] as const
const ownerOnly = ['owner'] as const
const allButOwner = ['admin', 'member', 'viewer'] as const

/** Who may do what in a circle. A permission that is not in this table does not exist, and nobody has it. */
export const circlePermissions = {
  'circle.read': everyone,
  'circle.update': admins,
  'circle.handOver': ownerOnly,
  'circle.delete': ownerOnly,
  'activity.read': everyone,
  'member.list': everyone,
  'member.remove': admins,
  'member.setRole': admins,
  'member.leave': allButOwner,
  'invitation.list': admins,
  'invitation.send': admins,
  'invitation.cancel': admins,
  'guestLink.list': admins,
  'guestLink.create': admins,
  'guestLink.revoke': admins,
  'child.read': readers,
  'child.create': contributors,
  // Also for the grown child, whose profile is theirs: the verb asks who it is.
  'child.update': everyone,
  'child.delete': everyone,
  'measurement.read': everyone,
  'measurement.add': everyone,
  'upgrade.request': admins,
  'upgrade.revoke': admins,
  'upgrade.read': admins,
  'pet.read': readers,
  'pet.create': contributors,
  'pet.update': contributors,
  'pet.delete': contributors,
  'calendar.read': everyone,
  'keep.read': readers,
  'keep.create': contributors,
  'keep.update': contributors,
  'keep.trash': contributors,
  'keep.restore': contributors,
  'keep.restrict': admins,
  'keep.deleteForever': contributors,
  'trash.empty': admins,
  'keep.search': everyone,
  'favourite.set': everyone,
  'place.read': everyone,
  'place.remove': contributors,
  'album.read': everyone,
  'album.create': contributors,
  'album.update': contributors,
  // Of one's own; admins everybody's.
  'album.delete': contributors,
  'shareLink.list': contributors,
  // A keep of one's own.
  'shareLink.create': contributors,
  // What others kept: their keeps, albums and days.
  'shareLink.createForOthers': admins,
  'shareLink.revoke': contributors,
  // All that a circle has, with what only admins see.
  'archive.request': admins,
  'archive.import': admins,
  'book.request': everyone,
  'reaction.read': readers,
  'reaction.set': readers,
  'comment.read': readers,
  'comment.add': readers,
  'comment.change': readers,
  'comment.moderate': admins,
  // A guest knows nobody to call by name.
  'comment.mention': everyone,
  'media.read': everyone,
  'media.upload': contributors,
  'media.retry': contributors,
  'media.failures': contributors,
  'media.delete': contributors,
  'media.rotate': contributors,
  'media.changeDates': contributors,
} as const satisfies Record<string, readonly CircleRole[]>

export type CirclePermission = keyof typeof circlePermissions

/** Whether a role carries a permission. Unknown combinations are denied. */
export function can(role: CircleRole, permission: CirclePermission): boolean {
  return (circlePermissions[permission] as readonly CircleRole[]).includes(role)
}

/** Permissions that a guest by link carries as well. */
export type GuestPermission = {
  [Each in CirclePermission]: 'guest' extends (typeof circlePermissions)[Each][number] ? Each : never
}[CirclePermission]

const rank: Record<MemberRole, number> = { owner: 3, admin: 2, member: 1, viewer: 0 }

/** Whether `actor` stands above `other`: who may change or remove whom. */
export function outranks(actor: MemberRole, other: MemberRole): boolean {
  return rank[actor] > rank[other]
}
