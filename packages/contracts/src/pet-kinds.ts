/** What a pet may be; each has its words and picture in the interface. Zod-free, so that the web may import it. */
export const petKinds = [
  'dog',
  'cat',
  'rabbit',
  'rodent',
  'bird',
  'fish',
  'reptile',
  'horse',
  'other',
] as const
export type PetKind = (typeof petKinds)[number]
