/** What may stand in a circle's activity. Closed: a new one is a line here and its words in the interface. Zod-free. */
export const activityKinds = [
  'keeps.added',
  'keep.commented',
  'keep.reacted',
  'member.joined',
  'member.left',
  'member.removed',
  'member.roleSet',
  'circle.renamed',
  'circle.handedOver',
  'child.added',
  'child.upgraded',
  'measurement.added',
  'pet.added',
  'pet.died',
  'album.made',
] as const
export type ActivityKind = (typeof activityKinds)[number]
