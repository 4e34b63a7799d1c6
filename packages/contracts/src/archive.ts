import { z } from 'zod'
import { keepKinds, milestones, visibilities } from './keep-kinds.ts'
import { limits } from './limits.ts'
import { datePrecisions, dateSources, mediaKinds, mediaTypes } from './media-states.ts'
import { petKinds } from './pet-kinds.ts'
import { reactionKinds } from './reaction-kinds.ts'
import { sexes } from './sexes.ts'
import { day, id, instant, multiLine, name, offsetMinutes, singleLine, wallClock } from './values.ts'

/**
 * What the files of an archive say: the one format that Kinkeep writes and reads. A field never changes its meaning;
 * what an older Kinkeep cannot read raises `archiveVersion`. Ids are the ones under which things were first known.
 */
export const archiveFormat = 'kinkeep-archive'
export const archiveVersion = 1

const path = z.string().min(1).max(500)
/** Whose it is, as a name and nothing that could be taken for an account; null: nobody knows any more. */
const words = (max: number) =>
  z
    .string()
    .max(max)
    .regex(/^[^\p{Cc}]*$/u)
const by = words(limits.nameLength).nullable()
const dated = {
  happenedAt: wallClock,
  happenedOffset: offsetMinutes.nullable(),
  dateSource: z.enum(dateSources),
}

export const archiveHead = z.object({
  format: z.literal(archiveFormat),
  version: z.number(),
  madeAt: instant,
  circle: z.object({ name, description: multiLine(limits.circleDescriptionLength).nullable() }),
  counts: z.object({
    keeps: z.int(),
    media: z.int(),
    comments: z.int(),
    reactions: z.int(),
    albums: z.int(),
    children: z.int(),
    pets: z.int(),
  }),
  /** Originals that the store no longer had, or had damaged. */
  missing: z.array(path),
})
export type ArchiveHead = z.infer<typeof archiveHead>

export const archivedChild = z.object({
  id,
  name,
  birthdate: day,
  pronouns: words(limits.pronounsLength).nullable(),
  sex: z.enum(sexes).nullable(),
  avatarMediaId: id.nullable(),
  createdAt: instant,
  measurements: z
    .array(
      z.object({
        measuredOn: day,
        heightMm: z.int().min(limits.heightMmMin).max(limits.heightMmMax).nullable(),
        weightG: z.int().min(limits.weightGMin).max(limits.weightGMax).nullable(),
        headMm: z.int().min(limits.headMmMin).max(limits.headMmMax).nullable(),
      }),
    )
    .max(limits.measurementsPerChild),
})
export type ArchivedChild = z.infer<typeof archivedChild>

export const archivedPet = z.object({
  id,
  name,
  kind: z.enum(petKinds),
  breed: words(limits.breedLength).nullable(),
  birthdate: day.nullable(),
  diedOn: day.nullable(),
  bio: multiLine(limits.petBioLength).nullable(),
  avatarMediaId: id.nullable(),
  createdAt: instant,
})
export type ArchivedPet = z.infer<typeof archivedPet>

export const archivedProfiles = z.object({
  children: z.array(archivedChild).max(limits.childrenPerCircle),
  pets: z.array(archivedPet).max(limits.petsPerCircle),
})

export const archivedAlbum = z.object({
  id,
  title: singleLine(limits.albumTitleLength),
  description: multiLine(limits.albumDescriptionLength).nullable(),
  coverMediaId: id.nullable(),
  createdAt: instant,
  keeps: z.array(z.object({ id, addedAt: instant })).max(limits.keepsPerAlbum),
})
export type ArchivedAlbum = z.infer<typeof archivedAlbum>

export const archivedMedia = z.object({
  id,
  /** Where the original lies; its own sidecars are beside it, as `.json` and `.xmp`. */
  file: path,
  kind: z.enum(mediaKinds),
  name: singleLine(limits.fileNameLength),
  byteSize: z.int().min(1),
  contentType: z.enum(mediaTypes),
  rotation: z.union([z.literal(0), z.literal(90), z.literal(180), z.literal(270)]),
  ...dated,
  latitude: z.number().min(-90).max(90).nullable(),
  longitude: z.number().min(-180).max(180).nullable(),
  createdAt: instant,
  /** The original is not in the archive, because the store no longer had it whole. */
  isMissing: z.boolean(),
})
const withLive = archivedMedia.extend({ live: archivedMedia.nullable() })
export type ArchivedMedia = z.infer<typeof archivedMedia>

const comment = z.object({
  /** Which of these comments, from 0, it answers. */
  answers: z.int().min(0).nullable(),
  by,
  /** null: deleted, and stands only for what answers it. */
  body: multiLine(limits.commentLength).nullable(),
  createdAt: instant,
  editedAt: instant.nullable(),
})
const reaction = z.object({ by: words(limits.nameLength), kind: z.enum(reactionKinds), createdAt: instant })

export const archivedKeep = z.object({
  id,
  kind: z.enum(keepKinds),
  title: singleLine(limits.keepTitleLength).nullable(),
  body: multiLine(limits.keepBodyLength).nullable(),
  milestone: z.enum(milestones).nullable(),
  ...dated,
  datePrecision: z.enum(datePrecisions),
  by,
  visibility: z.enum(visibilities),
  childIds: z.array(id).max(limits.subjectsPerKeep),
  petIds: z.array(id).max(limits.subjectsPerKeep),
  tags: z.array(singleLine(limits.tagLength)).max(limits.tagsPerKeep),
  /** Of whoever asked for the archive; nobody else's are in it. */
  isFavourite: z.boolean(),
  createdAt: instant,
  editedAt: instant.nullable(),
  /** In their order. */
  media: z.array(withLive).max(limits.mediaPerKeep),
  comments: z.array(comment).max(limits.commentsPerKeep * 2),
  reactions: z.array(reaction).max(10_000),
})
export type ArchivedKeep = z.infer<typeof archivedKeep>
export type ArchivedKeepMedia = ArchivedKeep['media'][number]
