/** By which growth is compared; WHO has a table for each. Zod-free. */
export const sexes = ['female', 'male'] as const
export type Sex = (typeof sexes)[number]
