import { z } from 'zod'
import { limits } from './limits.ts'
import { pageOf, paging } from './paging.ts'
import { sexes } from './sexes.ts'
import { day, id, name, singleLine } from './values.ts'

const inCircle = z.object({ circleId: id })
const oneChild = inCircle.extend({ childId: id })
export type OneChild = z.infer<typeof oneChild>

export const childView = z.object({
  id,
  name: z.string(),
  birthdate: day,
  pronouns: z.string().nullable(),
  /** Only to compare growth by; null when nobody said, and for guests. */
  sex: z.enum(sexes).nullable(),
  /** A photo of a keep that the whole circle sees; null when there is none, or it went into the trash. */
  avatarMediaId: id.nullable(),
  /** Of that photo, for its address. */
  avatarVersion: z.int().nullable(),
  /** Whether the child has an account of their own, and with it the say over this profile. */
  isGrown: z.boolean(),
  /** That account; null before, and for guests. */
  userId: id.nullable(),
  /** Whether it is the caller's own profile. */
  isMine: z.boolean(),
  /** Profile and measurements. */
  mayChange: z.boolean(),
  mayDelete: z.boolean(),
})
export type ChildView = z.infer<typeof childView>

/** Oldest child first. */
export const listChildren = { input: inCircle.extend(paging), output: pageOf(childView) }
export type ListChildren = z.infer<typeof listChildren.input>

export const getChild = { input: oneChild, output: childView }

const pronouns = singleLine(limits.pronounsLength)

export const createChild = {
  input: inCircle.extend({
    name,
    birthdate: day,
    pronouns: pronouns.optional(),
    sex: z.enum(sexes).optional(),
    avatarMediaId: id.optional(),
    /** Repeating a call with the same key answers the child that the first one made. */
    idempotencyKey: id.optional(),
  }),
  output: childView,
}
export type CreateChild = z.infer<typeof createChild.input>

/** What is not given stays; null takes it away. */
export const updateChild = {
  input: oneChild.extend({
    name: name.optional(),
    birthdate: day.optional(),
    pronouns: pronouns.nullable().optional(),
    sex: z.enum(sexes).nullable().optional(),
    avatarMediaId: id.nullable().optional(),
  }),
  output: childView,
}
export type UpdateChild = z.infer<typeof updateChild.input>

export const deleteChild = { input: oneChild, output: z.object({ status: z.literal('deleted') }) }

/** Whole millimetres and grams; the interface turns them into whatever the reader measures in. */
const measured = {
  heightMm: z.int().min(limits.heightMmMin).max(limits.heightMmMax),
  weightG: z.int().min(limits.weightGMin).max(limits.weightGMax),
  headMm: z.int().min(limits.headMmMin).max(limits.headMmMax),
}

export const measurementView = z.object({
  id,
  measuredOn: day,
  heightMm: z.int().nullable(),
  weightG: z.int().nullable(),
  headMm: z.int().nullable(),
})
export type MeasurementView = z.infer<typeof measurementView>

/** One a day: what is given replaces what that day had, what is not given stays. */
export const addMeasurement = {
  input: oneChild
    .extend({
      measuredOn: day,
      heightMm: measured.heightMm.optional(),
      weightG: measured.weightG.optional(),
      headMm: measured.headMm.optional(),
    })
    .refine(({ heightMm, weightG, headMm }) => (heightMm ?? weightG ?? headMm) !== undefined, {
      path: ['heightMm'],
    }),
  output: measurementView,
}
export type AddMeasurement = z.infer<typeof addMeasurement.input>

/** Newest day first. */
export const listMeasurements = { input: oneChild.extend(paging), output: pageOf(measurementView) }
export type ListMeasurements = z.infer<typeof listMeasurements.input>

export const removeMeasurement = {
  input: oneChild.extend({ measurementId: id }),
  output: z.object({ status: z.literal('removed') }),
}
export type RemoveMeasurement = z.infer<typeof removeMeasurement.input>

/** Siblings of the same age, side by side. */
export const thenAndNow = {
  input: inCircle.extend({ months: z.int().min(0).max(limits.thenAndNowMonths) }),
  output: z.object({
    /** Oldest child first; those without a photo of about that age are not in it. */
    items: z.array(
      z.object({
        childId: id,
        /** The keep that shows this child and no other, nearest to that age. */
        keepId: id,
        mediaId: id,
        width: z.int().nullable(),
        height: z.int().nullable(),
        thumbHash: z.string().nullable(),
        version: z.int(),
        happenedAt: z.string(),
      }),
    ),
  }),
}
export type ThenAndNow = z.infer<typeof thenAndNow.input>
export type ThenAndNowView = z.infer<typeof thenAndNow.output>
