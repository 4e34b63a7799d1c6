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
