/** In which a person reads heights and weights. Zod-free. */
export const unitSystems = ['metric', 'imperial'] as const
export type Units = (typeof unitSystems)[number]
