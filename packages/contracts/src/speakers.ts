import { z } from 'zod'
import { id } from './values.ts'

/** Whose a comment or a reaction is, as everybody in the circle sees it. */
export const speaker = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('member'), id, name: z.string(), avatarId: id.nullable() }),
  /** Somebody with a guest link: the name is the link's. */
  z.object({ kind: z.literal('guest'), name: z.string() }),
  /** Said in the house that it was brought from: a name, and nobody here. */
  z.object({ kind: z.literal('told'), name: z.string() }),
  /** Their account is deleted, and their words stayed. */
  z.object({ kind: z.literal('gone') }),
])
export type Speaker = z.infer<typeof speaker>
