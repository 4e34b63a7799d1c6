import { z } from 'zod'
import { pageOf, paging } from './paging.ts'
import { id, wallClock } from './values.ts'

const inCircle = z.object({ circleId: id })
const latitude = z.number().min(-90).max(90)
const longitude = z.number().min(-180).max(180)

/** Degrees. Over the 180th meridian `west` is greater than `east`. */
const box = { west: longitude, south: latitude, east: longitude, north: latitude }

export const placedPhoto = z.object({
  id,
  keepId: id,
  kind: z.enum(['photo', 'video']),
  thumbHash: z.string().nullable(),
  version: z.int(),
  happenedAt: wallClock,
  /** Whether the reader may have its place forgotten. */
  mayRemovePlace: z.boolean(),
})
export type PlacedPhoto = z.infer<typeof placedPhoto>

/** Photos and videos near each other. */
export const placeView = z.object({
  /** The middle of them. */
  latitude,
  longitude,
  /** Where all of them lie: what `atPlace` answers for this box. */
  box: z.object(box),
  count: z.int(),
  /** The newest of them. */
  photo: placedPhoto,
})
export type PlaceView = z.infer<typeof placeView>

export const listPlaces = {
  input: inCircle.extend({
    ...box,
    /** As web maps count: 0 shows the world on 256 pixels, each further one twice as much. */
    zoom: z.number().min(0).max(20),
  }),
  output: z.object({
    /** The fullest first. */
    places: z.array(placeView),
    /** Photos with a place that the reader sees, wherever they are. */
    total: z.int(),
  }),
}
export type ListPlaces = z.infer<typeof listPlaces.input>

/** Photos in a box, newest first. */
export const photosAtPlace = { input: inCircle.extend({ ...box, ...paging }), output: pageOf(placedPhoto) }
export type PhotosAtPlace = z.infer<typeof photosAtPlace.input>

/** Forgets where the photos of one's keep were taken; their originals stay as they came. */
export const removePlace = {
  input: inCircle.extend({ keepId: id }),
  output: z.object({ status: z.literal('removed') }),
}
export type RemovePlace = z.infer<typeof removePlace.input>
