import { z } from 'zod'
import { limits } from './limits.ts'
import { pageOf, paging } from './paging.ts'
import { id, instant, multiLine, singleLine, wallClock } from './values.ts'

const inCircle = z.object({ circleId: id })
const oneAlbum = inCircle.extend({ albumId: id })
export type OneAlbum = z.infer<typeof oneAlbum>

const title = singleLine(limits.albumTitleLength)
const description = multiLine(limits.albumDescriptionLength)
const keepIds = z
  .array(id)
  .min(1)
  .max(limits.keepsPerAlbumCall)
  .transform((all) => [...new Set(all)])

export const albumView = z.object({
  id,
  title: z.string(),
  description: z.string().nullable(),
  /** The photo that was chosen, or the newest one; null without any that the reader sees. */
  cover: z
    .object({
      id,
      thumbHash: z.string().nullable(),
      version: z.int(),
      /** Somebody chose it. */
      isChosen: z.boolean(),
    })
    .nullable(),
  /** Those that the reader finds on the timeline. */
  keepCount: z.int(),
  /** The wall clock of the first and the last of them; null of an empty album. */
  from: wallClock.nullable(),
  to: wallClock.nullable(),
  /** null when their account is gone. */
  createdBy: z.object({ id, name: z.string() }).nullable(),
  createdAt: instant,
  /** Whether it holds the keep that was asked about; null without one. */
  holds: z.boolean().nullable(),
})
export type AlbumView = z.infer<typeof albumView>

/** The newest album first. */
export const listAlbums = {
  input: inCircle.extend({
    ...paging,
    /** Says of each album whether it holds this keep. */
    holding: id.optional(),
  }),
  output: pageOf(albumView),
}
export type ListAlbums = z.infer<typeof listAlbums.input>

export const createAlbum = {
  input: inCircle.extend({
    title,
    description: description.optional(),
    /** What it begins with. */
    keepIds: keepIds.optional(),
    /** Repeating a call with the same key answers the album that the first one made. */
    idempotencyKey: id.optional(),
  }),
  output: albumView,
}
export type CreateAlbum = z.infer<typeof createAlbum.input>

export const getAlbum = { input: oneAlbum, output: albumView }

export const updateAlbum = {
  input: oneAlbum.extend({
    title: title.optional(),
    description: description.nullable().optional(),
    /** A photo of a keep in the album; null leaves the choice to Kinkeep. */
    coverMediaId: id.nullable().optional(),
  }),
  output: albumView,
}
export type UpdateAlbum = z.infer<typeof updateAlbum.input>

/** The keeps stay where they are. */
export const deleteAlbum = { input: oneAlbum, output: z.object({ status: z.literal('deleted') }) }

export const addKeeps = { input: oneAlbum.extend({ keepIds }), output: albumView }
export type AddKeeps = z.infer<typeof addKeeps.input>

export const removeKeeps = { input: oneAlbum.extend({ keepIds }), output: albumView }
export type RemoveKeeps = z.infer<typeof removeKeeps.input>
