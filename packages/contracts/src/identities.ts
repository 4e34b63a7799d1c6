import { z } from 'zod'
import { signedIn, signInResult, timeZone } from './accounts.ts'
import { identityProviders } from './identity-providers.ts'
import { languages } from './languages.ts'
import { memberRoles } from './roles.ts'
import { email, id, instant, name } from './values.ts'

const provider = z.enum(identityProviders)
const oneFlow = z.object({ flowId: id })

export const providersOutput = z.object({
  items: z.array(
    z.object({
      provider,
      /** Whether it says when somebody signed in there: only then it may prove again who somebody is. */
      provesAgain: z.boolean(),
    }),
  ),
  /** Whether codes can be sent by SMS. */
  sms: z.boolean(),
})
export const providers = { output: providersOutput }
export type Providers = z.infer<typeof providersOutput>

export const identityView = z.object({
  id,
  provider,
  /** How the person is called there: an address or a name, to tell two accounts apart. */
  label: z.string().nullable(),
  createdAt: instant,
  usedAt: instant,
})
export type IdentityView = z.infer<typeof identityView>

export const listIdentities = { output: z.object({ items: z.array(identityView) }) }

const accountExists = z.object({ status: z.literal('accountExists'), provider, email: z.string() })

/** What coming back from a provider leads to. Only what the provider itself proved is told. */
export const signInByProvider = {
  input: oneFlow,
  output: z.discriminatedUnion('status', [
    ...signInResult.options,
    accountExists,
    z.object({
      status: z.literal('signUpWanted'),
      provider,
      name: z.string().nullable(),
      /** As the provider has it; proven or only suggested. */
      email: z.string().nullable(),
      emailProven: z.boolean(),
    }),
  ]),
}
export type SignInByProvider = z.infer<typeof signInByProvider.output>

export const signUpByProvider = {
  input: oneFlow.extend({
    name,
    language: z.enum(languages),
    timeZone,
    /** Where the provider proved none: a mail will prove this one. Otherwise it is not looked at. */
    email: email.optional(),
  }),
  output: z.discriminatedUnion('status', [
    signedIn,
    z.object({ status: z.literal('confirmationSent') }),
    accountExists,
  ]),
}
export type SignUpByProvider = z.infer<typeof signUpByProvider.input>
export type SignUpByProviderResult = z.infer<typeof signUpByProvider.output>

/** What is about to be linked, for its owner to look at first. */
export const pendingLink = {
  input: oneFlow,
  output: z.object({ provider, label: z.string().nullable() }),
}
export type PendingLink = z.infer<typeof pendingLink.output>

export const linkIdentity = { input: oneFlow, output: identityView }

export const unlinkIdentity = {
  input: z.object({ identityId: id }),
  output: z.object({ status: z.literal('unlinked') }),
}
export type UnlinkIdentity = z.infer<typeof unlinkIdentity.input>

export const reauthenticateByProvider = { input: oneFlow, output: z.object({ status: z.literal('proven') }) }

/** The account that is signed in stays. Its session leaves this browser, for the other account to sign in. */
export const beginMerge = { output: z.object({ status: z.literal('begun') }) }

const mergedAccount = z.object({ name: z.string(), email: z.string() })

/** What a merge would do, as its owner must see it before it is done. */
export const previewMerge = {
  output: z.object({
    kept: mergedAccount,
    merged: mergedAccount,
    circles: z.array(
      z.object({
        circleId: id,
        name: z.string(),
        /** What the kept account will be there. */
        role: z.enum(memberRoles),
        /** What the merged account was there, where both are members: it ends. */
        endingRole: z.enum(memberRoles).nullable(),
      }),
    ),
    keeps: z.int(),
    identities: z.array(identityView.pick({ provider: true, label: true })),
    passkeys: z.int(),
    phone: z.enum(['none', 'moves', 'ends']),
    /** The merged account asks for a second factor, and the kept one does not. */
    losesSecondFactor: z.boolean(),
    /** Why it cannot be done yet: circles that the merged account owns and the kept one is a lesser member of. */
    blockedByCircles: z.array(z.string()),
  }),
}
export type MergePreview = z.infer<typeof previewMerge.output>

export const mergeAccounts = { output: z.object({ status: z.literal('merged') }) }
