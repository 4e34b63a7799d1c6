/** What a share link shows: one keep, an album, or all that happened between two days. Zod-free. */
export const shareKinds = ['keep', 'album', 'range'] as const
export type ShareKind = (typeof shareKinds)[number]

/**
 * What of a shared item's bytes somebody outside may ask for, as in `GET /shared/:linkId/:mediaId/:variant`. Never the
 * original: `download` is a copy of it without what the camera and its owner wrote into it.
 */
export const sharedVariants = ['preview', 'thumbnail', 'video', 'download'] as const
export type SharedVariant = (typeof sharedVariants)[number]

/** How far the copy that somebody wants to take along is. `failed`: the preview is given in its place. */
export const cleanCopyStates = ['waiting', 'ready', 'failed'] as const
export type CleanCopyState = (typeof cleanCopyStates)[number]
