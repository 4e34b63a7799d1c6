/** What a family's calendar shows. Zod-free, so that the web may import it. */
export const occasionKinds = ['childBirthday', 'petBirthday', 'petRemembrance', 'circleAnniversary'] as const
export type OccasionKind = (typeof occasionKinds)[number]
