import { z } from 'zod'
import { limits } from './limits.ts'
import { mediaFailureReasons, mediaStates, photoTypes } from './media-states.ts'
import { pageOf, paging } from './paging.ts'
import { id, instant, token } from './values.ts'

/** A picture that was sent, and how far it is. The one that shows stays until the new one is `ready`. */
export const avatarView = z.object({
  id,
  state: z.enum(mediaStates),
  failure: z.enum(mediaFailureReasons).nullable(),
})
export type AvatarView = z.infer<typeof avatarView>

export const requestAvatar = {
  input: z.object({
    byteSize: z.int().min(1).max(limits.avatarBytes),
    /** A claim, which the store keeps the sender to; the worker looks at the bytes. */
    contentType: z.enum(photoTypes),
  }),
  output: z.object({
    avatarId: id,
    url: z.string(),
    headers: z.record(z.string(), z.string()),
    expiresAt: instant,
  }),
}
export type RequestAvatar = z.infer<typeof requestAvatar.input>

const oneAvatar = z.object({ avatarId: id })
export type OneAvatar = z.infer<typeof oneAvatar>
export const completeAvatar = { input: oneAvatar, output: avatarView }
export const avatarStatus = { input: oneAvatar, output: avatarView }
export const removeAvatar = { output: z.object({ status: z.literal('removed') }) }

/** Everything about a person in one file. `ready` ones can be fetched by the link in the mail. */
export const exportView = z.object({
  id,
  state: z.enum(['waiting', 'ready', 'failed']),
  bytes: z.number().nullable(),
  createdAt: instant,
  /** When it is deleted, whether or not it was fetched. */
  expiresAt: instant,
})
export type ExportView = z.infer<typeof exportView>

export const requestExport = { output: exportView }
export const listExports = { input: z.object(paging), output: pageOf(exportView) }
export type ListExports = z.infer<typeof listExports.input>
/** By the mail's link, once, and only for the person it was sent to. */
export const downloadExport = { input: z.object({ token }), output: z.object({ url: z.string() }) }
export type DownloadExport = z.infer<typeof downloadExport.input>

/** What happens to what a person put into circles that others stay in. */
export const deletionChoices = ['stay', 'go'] as const
export type DeletionChoice = (typeof deletionChoices)[number]

const namedCircle = z.object({ id, name: z.string(), memberCount: z.int(), keepCount: z.int() })

export const deletionCheck = {
  output: z.object({
    /** Owned, with others in them: to be handed over or deleted first. */
    toHandOver: z.array(namedCircle),
    /** Nobody else is in them: they go with the account. */
    toGo: z.array(namedCircle),
    /** The last admin of this Kinkeep cannot go. */
    isLastAdmin: z.boolean(),
  }),
}
export type DeletionCheck = z.infer<typeof deletionCheck.output>

export const requestDeletion = {
  input: z.object({ contributions: z.enum(deletionChoices) }),
  output: z.object({ deletionDueAt: instant }),
}
export type RequestDeletion = z.infer<typeof requestDeletion.input>

const kept = z.object({ status: z.literal('kept') })
export const cancelDeletion = { output: kept }
/** By the link in the mail, for whoever cannot sign in any more. */
export const cancelDeletionByLink = { input: z.object({ token }), output: kept }
export type CancelDeletionByLink = z.infer<typeof cancelDeletionByLink.input>
