/** Closed lists about keeps. Zod-free, so that the web may import it. */
export const keepKinds = ['note', 'media', 'milestone'] as const
export type KeepKind = (typeof keepKinds)[number]

export const milestones = [
  'first_word',
  'first_steps',
  'first_tooth',
  'first_day_school',
  'birthday',
  'height_weight',
  'other',
] as const
export type Milestone = (typeof milestones)[number]

/** Who may know of a keep: everybody in its circle, or its owner and admins alone. */
export const visibilities = ['circle', 'admins'] as const
export type Visibility = (typeof visibilities)[number]
