import {
  type CirclePermission,
  type CircleRole,
  can,
  circlePermissions,
  circleRoles,
} from '@kinkeep/contracts/roles'
import type { Caller } from '@kinkeep/core/accounts/access'
import { createAlbum } from '@kinkeep/core/albums/create-album'
import { addMeasurement } from '@kinkeep/core/children/add-measurement'
import { changeDates } from '@kinkeep/core/keeps/change-dates'
import { trashKeep } from '@kinkeep/core/keeps/trash-keep'
import { addSeconds } from '@kinkeep/core/platform/clock'
import type { Deps } from '@kinkeep/core/platform/deps'
import { DomainError } from '@kinkeep/core/platform/errors'
import { hashToken } from '@kinkeep/core/platform/token-hash'
import { revokeShareLink } from '@kinkeep/core/share-links/revoke-share-link'
import { newArchive } from '@kinkeep/testing/new-archive'
import { newChild } from '@kinkeep/testing/new-child'
import { newCircle, newMember, newRemovedMember, scopeIn, type TestCircle } from '@kinkeep/testing/new-circle'
import { newComment } from '@kinkeep/testing/new-comment'
import { newGuest } from '@kinkeep/testing/new-guest'
import { newKeep } from '@kinkeep/testing/new-keep'
import { newMedia } from '@kinkeep/testing/new-media'
import { newOperator } from '@kinkeep/testing/new-operator'
import { newPet } from '@kinkeep/testing/new-pet'
import { newPhone } from '@kinkeep/testing/new-phone'
import { newShare } from '@kinkeep/testing/new-share'
import { newUpgrade, signedConsent } from '@kinkeep/testing/new-upgrade'
import { newCaller, newEmail, newUser, type TestUser } from '@kinkeep/testing/new-user'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import type { AnyProcedure } from '@trpc/server'
import { afterAll, describe, expect, test } from 'vitest'
import { appRouter } from './router.ts'
import type { Context } from './trpc/context.ts'
import type { Meta } from './trpc/procedures.ts'
import { proceduresOf } from './trpc/procedures-of.ts'

/** What a procedure is tried with: somebody's valid input, about things that exist. */
interface World {
  deps: Deps
  circle: TestCircle
  owner: TestUser
}
type MakeInput = (world: World) => Promise<Record<string, unknown>> | Record<string, unknown>

const theWorld = { west: -180, south: -90, east: 180, north: 90 }

/** A passkey's answer in the right shape, to a challenge that nobody made. */
const madeUpCredential = {
  id: 'AAAA',
  rawId: 'AAAA',
  type: 'public-key',
  response: { clientDataJSON: 'AAAA', authenticatorData: 'AAAA', signature: 'AAAA' },
}

/** One row a procedure. A procedure without one fails the test below. */
const inputs: Record<string, MakeInput> = {
  'auth.signUp': () => ({
    email: newEmail(),
    password: 'a long password',
    name: 'A',
    language: 'en',
    timeZone: 'UTC',
  }),
  'auth.confirmEmail': () => ({ token: 'unknown' }),
  'auth.resendVerification': () => ({ email: newEmail() }),
  'auth.signIn': () => ({ email: newEmail(), password: 'wrong' }),
  'auth.signOut': () => ({}),
  'auth.changePassword': () => ({ password: 'a long password' }),
  'auth.requestPasswordReset': () => ({ email: newEmail() }),
  'auth.confirmPasswordReset': () => ({ token: 'unknown', password: 'a long password' }),
  'auth.requestMagicLink': () => ({ email: newEmail() }),
  'auth.confirmMagicLink': () => ({ token: 'unknown' }),
  'users.requestEmailChange': () => ({ email: newEmail() }),
  'users.confirmEmailChange': () => ({ token: 'unknown' }),
  'auth.sessions.list': () => ({}),
  'auth.sessions.revoke': ({ deps }) => ({ sessionId: deps.random.id() }),
  'auth.sessions.revokeOthers': () => ({}),
  'auth.tokens.list': () => ({}),
  'auth.tokens.create': () => ({ name: 'backup', scopes: ['keeps:read'], expiresInDays: 30 }),
  'auth.tokens.revoke': ({ deps }) => ({ tokenId: deps.random.id() }),
  'auth.reauthenticate': ({ deps }) => ({ method: 'code', codeId: deps.random.id(), code: '000000' }),
  'auth.requestReauthentication': () => ({ channel: 'email' }),
  'auth.reauthenticationMethods': () => ({}),
  'auth.security': () => ({}),
  'auth.twoFactor.status': () => ({}),
  'auth.twoFactor.setup': () => ({ kind: 'totp' }),
  'auth.twoFactor.confirmSetup': () => ({ kind: 'totp', code: '000000' }),
  'auth.twoFactor.challenge': ({ deps }) => ({ challengeId: deps.random.id() }),
  'auth.twoFactor.verify': ({ deps }) => ({ challengeId: deps.random.id(), way: 'totp', code: '000000' }),
  'auth.twoFactor.sendCode': ({ deps }) => ({ challengeId: deps.random.id(), way: 'email' }),
  'auth.twoFactor.setPreferred': () => ({ kind: 'totp' }),
  'auth.twoFactor.removeMethod': () => ({ kind: 'totp', proof: { way: 'totp', code: '000000' } }),
  'auth.twoFactor.requestDisable': () => ({ way: 'email' }),
  'auth.twoFactor.disable': () => ({ proof: { way: 'totp', code: '000000' } }),
  'auth.twoFactor.generateRecoveryCodes': () => ({}),
  'auth.twoFactor.recoveryCodesPdf': () => ({ codes: ['0000-0000-0000'] }),
  'auth.trustedDevices.list': () => ({}),
  'auth.trustedDevices.remove': ({ deps }) => ({ deviceId: deps.random.id() }),
  'auth.identities.providers': () => ({}),
  'auth.identities.signIn': anyFlow,
  'auth.identities.signUp': (world) => ({ ...anyFlow(world), name: 'A', language: 'en', timeZone: 'UTC' }),
  'auth.identities.list': () => ({}),
  'auth.identities.pendingLink': anyFlow,
  'auth.identities.link': anyFlow,
  'auth.identities.unlink': ({ deps }) => ({ identityId: deps.random.id() }),
  'auth.identities.reauthenticate': anyFlow,
  'auth.identities.beginMerge': () => ({}),
  'auth.identities.previewMerge': () => ({}),
  'auth.identities.merge': () => ({}),
  'auth.phone.status': () => ({}),
  'auth.phone.request': () => ({ phone: newPhone(), purpose: 'signIn' }),
  'auth.phone.resend': ({ deps }) => ({ codeId: deps.random.id(), purpose: 'signIn' }),
  'auth.phone.verify': ({ deps }) => ({ codeId: deps.random.id(), code: '000000' }),
  'auth.phone.link': ({ deps }) => ({ codeId: deps.random.id(), code: '000000' }),
  'auth.phone.unlink': () => ({}),
  'auth.passkeys.list': () => ({}),
  'auth.passkeys.registerOptions': () => ({}),
  'auth.passkeys.register': () => ({
    name: 'Phone',
    response: {
      ...madeUpCredential,
      response: { ...madeUpCredential.response, attestationObject: 'AAAA' },
    },
  }),
  'auth.passkeys.rename': ({ deps }) => ({ passkeyId: deps.random.id(), name: 'Phone' }),
  'auth.passkeys.remove': ({ deps }) => ({ passkeyId: deps.random.id() }),
  'auth.passkeys.signInOptions': () => ({}),
  'auth.passkeys.signIn': () => ({ response: madeUpCredential }),
  'auth.passkeys.secondFactorOptions': ({ deps }) => ({ challengeId: deps.random.id() }),
  'auth.passkeys.verifySecondFactor': ({ deps }) => ({
    challengeId: deps.random.id(),
    response: madeUpCredential,
  }),
  'auth.passkeys.reauthenticateOptions': () => ({}),
  'auth.passkeys.reauthenticate': () => ({ response: madeUpCredential }),
  'users.me': () => ({}),
  'users.update': () => ({ name: 'New' }),
  'users.requestAvatar': () => ({ byteSize: 9, contentType: 'image/jpeg' }),
  'users.completeAvatar': ({ deps }) => ({ avatarId: deps.random.id() }),
  'users.avatarStatus': ({ deps }) => ({ avatarId: deps.random.id() }),
  'users.removeAvatar': () => ({}),
  'users.export': () => ({}),
  'users.exports': () => ({}),
  'users.downloadExport': () => ({ token: 'unknown' }),
  'users.deletionCheck': () => ({}),
  'users.requestDeletion': () => ({ contributions: 'stay' }),
  'users.cancelDeletion': () => ({}),
  'users.cancelDeletionByLink': () => ({ token: 'unknown' }),
  'circles.list': () => ({}),
  'circles.create': () => ({ name: 'Another' }),
  'circles.get': ({ circle }) => ({ circleId: circle.id }),
  'circles.update': ({ circle }) => ({ circleId: circle.id, name: 'Renamed' }),
  'circles.handOver': async ({ deps, circle }) => ({
    circleId: circle.id,
    userId: (await newMember(deps, circle, 'member')).id,
  }),
  'circles.delete': ({ circle }) => ({ circleId: circle.id }),
  'circles.restore': ({ circle }) => ({ circleId: circle.id }),
  'circles.deleted': () => ({}),
  'circles.activity': ({ circle }) => ({ circleId: circle.id }),
  'circles.onEvent': ({ circle }) => ({ circleId: circle.id }),
  'circles.members.list': ({ circle }) => ({ circleId: circle.id }),
  'circles.members.remove': async ({ deps, circle }) => ({
    circleId: circle.id,
    userId: (await newMember(deps, circle, 'viewer')).id,
  }),
  'circles.members.setRole': async ({ deps, circle }) => ({
    circleId: circle.id,
    userId: (await newMember(deps, circle, 'viewer')).id,
    role: 'member',
  }),
  'circles.members.leave': ({ circle }) => ({ circleId: circle.id }),
  'circles.invitations.send': ({ circle }) => ({ circleId: circle.id, email: newEmail(), role: 'viewer' }),
  'circles.invitations.createLink': ({ circle }) => ({
    circleId: circle.id,
    role: 'viewer',
    maxUses: 1,
    days: 1,
  }),
  'circles.invitations.resend': async ({ deps, circle, owner }) => ({
    circleId: circle.id,
    invitationId: (await invite(deps, circle, owner)).id,
  }),
  'circles.invitations.list': ({ circle }) => ({ circleId: circle.id }),
  'circles.invitations.cancel': async ({ deps, circle, owner }) => ({
    circleId: circle.id,
    invitationId: (await invite(deps, circle, owner)).id,
  }),
  'circles.invitations.pending': () => ({}),
  'circles.invitations.preview': () => ({ token: 'unknown' }),
  'circles.invitations.accept': async ({ deps, circle, owner }) => ({
    invitationId: (await invite(deps, circle, owner)).id,
  }),
  'circles.invitations.decline': async ({ deps, circle, owner }) => ({
    invitationId: (await invite(deps, circle, owner)).id,
  }),
  'circles.guestLinks.list': ({ circle }) => ({ circleId: circle.id }),
  'circles.guestLinks.create': ({ circle }) => ({ circleId: circle.id, name: 'Grandpa Gleb' }),
  'circles.guestLinks.revoke': async ({ deps, circle }) => ({
    circleId: circle.id,
    linkId: (await newGuest(deps, circle)).linkId,
  }),
  'circles.guestLinks.preview': () => ({ token: 'unknown' }),
  'circles.guestLinks.enter': () => ({ token: 'unknown' }),
  'circles.guestLinks.leave': ({ circle }) => ({ circleId: circle.id }),
  'circles.guestLinks.home': ({ circle }) => ({ circleId: circle.id }),
  'circles.children.list': ({ circle }) => ({ circleId: circle.id }),
  'circles.children.get': childOfOwner,
  'circles.children.create': ({ circle }) => ({ circleId: circle.id, name: 'Mila', birthdate: '2020-05-17' }),
  'circles.children.update': childOfOwner,
  'circles.children.delete': childOfOwner,
  'circles.children.measurements': childOfOwner,
  'circles.children.addMeasurement': async (world) => ({
    ...(await childOfOwner(world)),
    measuredOn: '2021-05-17',
    heightMm: 760,
  }),
  'circles.children.removeMeasurement': measurementOfOwner,
  'circles.children.uploadConsentPaper': async (world) => ({
    ...(await childOfOwner(world)),
    byteSize: 9,
    contentType: 'application/pdf',
  }),
  'circles.children.requestUpgrade': async (world) => ({
    ...(await childOfOwner(world)),
    email: newEmail(),
    consent: signedConsent,
  }),
  'circles.children.reissueUpgrade': upgradeByOwner,
  'circles.children.revokeUpgrade': upgradeByOwner,
  'circles.children.previewUpgrade': () => ({ token: 'unknown' }),
  'circles.children.confirmUpgrade': () => ({ token: 'unknown' }),
  'circles.children.upgradeAudit': upgradeByOwner,
  'circles.children.readConsentPaper': upgradeOnPaper,
  'circles.children.untag': async (world) => ({
    ...(await childOfOwner(world)),
    keepId: (await keepOfOwner(world)).keepId,
  }),
  'circles.children.thenAndNow': ({ circle }) => ({ circleId: circle.id, months: 12 }),
  'circles.pets.list': ({ circle }) => ({ circleId: circle.id }),
  'circles.pets.get': petOfOwner,
  'circles.pets.create': ({ circle }) => ({ circleId: circle.id, name: 'Sharik', kind: 'dog' }),
  'circles.pets.update': petOfOwner,
  'circles.pets.delete': petOfOwner,
  'circles.calendar.list': ({ circle }) => ({ circleId: circle.id, from: '2026-01-01', to: '2026-12-31' }),
  'circles.calendar.feeds': ({ circle }) => ({ circleId: circle.id }),
  'circles.calendar.createFeed': ({ circle }) => ({ circleId: circle.id, name: 'Phone' }),
  'circles.calendar.revokeFeed': feedOfOwner,
  'keeps.list': ({ circle }) => ({ circleId: circle.id }),
  'keeps.timeline': ({ circle }) => ({ circleId: circle.id }),
  'keeps.get': keepOfOwner,
  'keeps.create': ({ circle }) => ({ circleId: circle.id, kind: 'note', body: 'A note.' }),
  'keeps.update': keepOfOwner,
  'keeps.trash': keepOfOwner,
  'keeps.restore': keepOfOwner,
  'keeps.search': ({ circle }) => ({ circleId: circle.id, text: 'lake' }),
  'keeps.tags': ({ circle }) => ({ circleId: circle.id }),
  'keeps.onThisDay': ({ circle }) => ({ circleId: circle.id }),
  'keeps.calendar': ({ circle }) => ({ circleId: circle.id, month: '2026-02' }),
  'keeps.favourites.set': keepOfOwner,
  'keeps.favourites.clear': keepOfOwner,
  'keeps.deleteForever': trashedKeepOfOwner,
  'keeps.emptyTrash': ({ deps, circle }) => ({ circleId: circle.id, seenAt: deps.clock.now().toISOString() }),
  'keeps.places': ({ circle }) => ({ circleId: circle.id, ...theWorld, zoom: 2 }),
  'keeps.atPlace': ({ circle }) => ({ circleId: circle.id, ...theWorld }),
  'keeps.removePlace': keepOfOwner,
  'keeps.albums.list': ({ circle }) => ({ circleId: circle.id }),
  'keeps.albums.create': ({ circle }) => ({ circleId: circle.id, title: 'The sea' }),
  'keeps.albums.get': albumOfOwner,
  'keeps.albums.update': async (world) => ({ ...(await albumOfOwner(world)), title: 'The lake' }),
  'keeps.albums.delete': albumOfOwner,
  'keeps.albums.addKeeps': albumAndKeepOfOwner,
  'keeps.albums.removeKeeps': albumAndKeepOfOwner,
  'keeps.exports.request': ({ circle }) => ({ circleId: circle.id }),
  'keeps.exports.status': exportOfOwner,
  'keeps.exports.list': ({ circle }) => ({ circleId: circle.id }),
  'keeps.exports.download': exportOfOwner,
  'keeps.books.request': ({ circle }) => ({ circleId: circle.id, title: 'The first year', paper: 'a4' }),
  'keeps.books.status': bookOfOwner,
  'keeps.books.list': ({ circle }) => ({ circleId: circle.id }),
  'keeps.books.download': bookOfOwner,
  'keeps.imports.request': ({ circle }) => ({ circleId: circle.id, byteSize: 1000 }),
  'keeps.imports.requestParts': async (world) => ({ ...(await importOfOwner(world, 'sending')), parts: [] }),
  'keeps.imports.complete': (world) => importOfOwner(world),
  'keeps.imports.cancel': (world) => importOfOwner(world),
  'keeps.imports.status': (world) => importOfOwner(world),
  'keeps.imports.list': ({ circle }) => ({ circleId: circle.id }),
  'keeps.reactions.list': keepOfOwner,
  'keeps.reactions.set': async (world) => ({ ...(await keepOfOwner(world)), kind: 'love' }),
  'keeps.reactions.clear': keepOfOwner,
  'keeps.comments.list': keepOfOwner,
  'keeps.comments.mentionable': keepOfOwner,
  'keeps.comments.add': async (world) => ({ ...(await keepOfOwner(world)), body: 'How lovely.' }),
  'keeps.comments.update': async (world) => ({ ...(await commentOfOwner(world)), body: 'Otherwise.' }),
  'keeps.comments.delete': commentOfOwner,
  'keeps.shareLinks.list': ({ circle }) => ({ circleId: circle.id }),
  'keeps.shareLinks.create': async (world) => ({ ...(await keepOfOwner(world)), kind: 'keep' }),
  'keeps.shareLinks.revoke': async (world) => ({ circleId: world.circle.id, ...(await shareOfOwner(world)) }),
  'keeps.shared.open': () => ({ token: 'unknown' }),
  'keeps.shared.get': shareOfOwner,
  'keeps.shared.keeps': shareOfOwner,
  'keeps.shared.prepareDownload': async (world) => ({
    ...(await shareOfOwner(world)),
    mediaId: world.deps.random.id(),
  }),
  'media.requestUpload': ({ deps, circle }) => ({
    circleId: circle.id,
    files: [
      { uploadKey: deps.random.id(), name: 'a.jpg', byteSize: 9, contentType: 'image/jpeg', keep: 'own' },
    ],
  }),
  'media.requestParts': async (world) => ({
    ...(await mediaOfOwner(world)),
    parts: [{ number: 1, sha256: '0'.repeat(64) }],
  }),
  'media.completeUpload': mediaOfOwner,
  'media.abortUpload': mediaOfOwner,
  'media.status': async (world) => ({
    circleId: world.circle.id,
    mediaIds: [(await mediaOfOwner(world)).mediaId],
  }),
  'media.retry': mediaOfOwner,
  'media.delete': mediaOfOwner,
  'media.failures': ({ circle }) => ({ circleId: circle.id }),
  'media.rotate': async (world) => ({ ...(await photoOfOwner(world)), rotation: 90 }),
  'media.shiftDates': async (world) => ({ ...(await keepsOfOwner(world)), minutes: 60 }),
  'media.dates.review': ({ circle }) => ({ circleId: circle.id }),
  'media.dates.count': ({ circle }) => ({ circleId: circle.id }),
  'media.dates.preview': async (world) => ({
    ...(await keepsOfOwner(world)),
    change: { kind: 'shift', minutes: 60 },
  }),
  'media.dates.set': async (world) => ({
    ...(await keepsOfOwner(world)),
    happenedAt: '1968-06-01T00:00:00',
    precision: 'season',
  }),
  'media.dates.setZone': async (world) => ({ ...(await keepsOfOwner(world)), offsetMinutes: 60 }),
  'media.dates.confirm': keepsOfOwner,
  'media.dates.undo': async (world) => {
    const scope = await scopeIn(world.deps, world.circle, world.owner, 'media.changeDates')
    const change = { kind: 'shift', minutes: 60 } as const
    const done = await changeDates(world.deps, scope, { ...(await keepsOfOwner(world)), change })
    return { circleId: world.circle.id, changeId: done.changeId }
  },
  'media.dates.changes': ({ circle }) => ({ circleId: circle.id }),
  'operator.users.list': () => ({ search: 'a' }),
  'operator.users.get': anyPerson,
  'operator.users.setRole': async (world) => ({ ...(await anyPerson(world)), role: 'operator' }),
  'operator.users.deactivate': async (world) => ({ ...(await anyPerson(world)), reason: 'asked' }),
  'operator.users.reactivate': anyPerson,
  'operator.audit.list': () => ({}),
}

/** Where a role that may ask is still told no, because of whose thing it is: a rule of its own, tested there. */
const refusedLater: Record<string, Partial<Record<CircleRole, string>>> = {
  'keeps.shareLinks.create': { member: 'ROLE_TOO_LOW' },
  'keeps.shareLinks.revoke': { member: 'NOT_FOUND' },
  // Everybody's own; and one at a time, of which somebody else asked for the first.
  'keeps.exports.request': { owner: 'ARCHIVE_BUSY' },
  'keeps.exports.status': { admin: 'NOT_FOUND' },
  'keeps.exports.download': { admin: 'NOT_FOUND' },
  'keeps.books.status': { viewer: 'NOT_FOUND', member: 'NOT_FOUND', admin: 'NOT_FOUND' },
  'keeps.books.download': { viewer: 'NOT_FOUND', member: 'NOT_FOUND', admin: 'NOT_FOUND' },
  'keeps.imports.request': { owner: 'ARCHIVE_BUSY' },
  'keeps.imports.requestParts': { admin: 'NOT_FOUND' },
  'keeps.imports.complete': { admin: 'NOT_FOUND' },
  'keeps.imports.cancel': { admin: 'NOT_FOUND' },
  'keeps.imports.status': { admin: 'NOT_FOUND' },
  'keeps.update': { member: 'ROLE_TOO_LOW' },
  'keeps.trash': { member: 'ROLE_TOO_LOW' },
  'keeps.restore': { member: 'ROLE_TOO_LOW' },
  'keeps.deleteForever': { member: 'NOT_FOUND' },
  'keeps.removePlace': { member: 'ROLE_TOO_LOW' },
  'keeps.albums.delete': { member: 'ROLE_TOO_LOW' },
  'circles.children.update': { viewer: 'ROLE_TOO_LOW' },
  'circles.children.delete': { member: 'ROLE_TOO_LOW', viewer: 'ROLE_TOO_LOW' },
  'circles.children.addMeasurement': { viewer: 'ROLE_TOO_LOW' },
  'circles.children.removeMeasurement': { viewer: 'ROLE_TOO_LOW' },
  'circles.children.untag': {
    owner: 'ROLE_TOO_LOW',
    admin: 'ROLE_TOO_LOW',
    member: 'ROLE_TOO_LOW',
    viewer: 'ROLE_TOO_LOW',
  },
  'circles.pets.delete': { member: 'ROLE_TOO_LOW' },
  'circles.calendar.revokeFeed': { admin: 'NOT_FOUND', member: 'NOT_FOUND', viewer: 'NOT_FOUND' },
  'keeps.comments.update': {
    admin: 'ROLE_TOO_LOW',
    member: 'ROLE_TOO_LOW',
    viewer: 'ROLE_TOO_LOW',
    guest: 'ROLE_TOO_LOW',
  },
  'keeps.comments.delete': { member: 'ROLE_TOO_LOW', viewer: 'ROLE_TOO_LOW', guest: 'ROLE_TOO_LOW' },
  'media.requestParts': { owner: 'NOT_FOUND', admin: 'NOT_FOUND', member: 'NOT_FOUND' },
  'media.completeUpload': { admin: 'NOT_FOUND', member: 'NOT_FOUND' },
  'media.abortUpload': { admin: 'NOT_FOUND', member: 'NOT_FOUND' },
  'media.retry': { admin: 'NOT_FOUND', member: 'NOT_FOUND' },
  'media.delete': { admin: 'NOT_FOUND', member: 'NOT_FOUND' },
  'media.rotate': { member: 'ROLE_TOO_LOW' },
  'media.dates.undo': { member: 'NOT_FOUND' },
}

/** Public procedures that refuse these inputs for what they say, never for who asks. */
const publicRefusals: Record<string, string> = {
  'auth.identities.signIn': 'CHALLENGE_EXPIRED',
  'auth.identities.signUp': 'CHALLENGE_EXPIRED',
  'auth.confirmEmail': 'LINK_INVALID',
  'auth.confirmPasswordReset': 'LINK_INVALID',
  'auth.confirmMagicLink': 'LINK_INVALID',
  'users.confirmEmailChange': 'LINK_INVALID',
  'users.cancelDeletionByLink': 'LINK_INVALID',
  'auth.signIn': 'CREDENTIALS_WRONG',
  'auth.phone.resend': 'CODE_EXPIRED',
  'auth.phone.verify': 'CODE_EXPIRED',
  'auth.passkeys.signIn': 'PASSKEY_REFUSED',
  'auth.passkeys.secondFactorOptions': 'CHALLENGE_EXPIRED',
  'auth.passkeys.verifySecondFactor': 'CHALLENGE_EXPIRED',
  'auth.twoFactor.challenge': 'CHALLENGE_EXPIRED',
  'auth.twoFactor.verify': 'CHALLENGE_EXPIRED',
  'auth.twoFactor.sendCode': 'CHALLENGE_EXPIRED',
  'circles.children.previewUpgrade': 'LINK_INVALID',
  'circles.children.confirmUpgrade': 'LINK_INVALID',
  'circles.invitations.preview': 'LINK_INVALID',
  'circles.guestLinks.preview': 'LINK_INVALID',
  'circles.guestLinks.enter': 'LINK_INVALID',
  'keeps.shared.open': 'LINK_INVALID',
}

/** About one's own account, and refused to whoever is signed in for what these inputs say. */
const ownRefusals: Record<string, string> = {
  'users.completeAvatar': 'NOT_FOUND',
  'users.avatarStatus': 'NOT_FOUND',
  'users.downloadExport': 'LINK_INVALID',
  'auth.identities.pendingLink': 'CHALLENGE_EXPIRED',
  'auth.identities.link': 'CHALLENGE_EXPIRED',
  'auth.identities.unlink': 'NOT_FOUND',
  'auth.identities.reauthenticate': 'CHALLENGE_EXPIRED',
  'auth.identities.previewMerge': 'CHALLENGE_EXPIRED',
  'auth.identities.merge': 'CHALLENGE_EXPIRED',
  'auth.phone.link': 'CODE_EXPIRED',
  'auth.passkeys.register': 'PASSKEY_REFUSED',
  'auth.passkeys.rename': 'NOT_FOUND',
  'auth.passkeys.remove': 'NOT_FOUND',
  'auth.passkeys.reauthenticate': 'PASSKEY_REFUSED',
  'auth.twoFactor.confirmSetup': 'SECOND_FACTOR_MISSING',
  'auth.twoFactor.setPreferred': 'SECOND_FACTOR_MISSING',
  'auth.twoFactor.removeMethod': 'CODE_WRONG',
  'auth.twoFactor.requestDisable': 'SECOND_FACTOR_MISSING',
  'auth.twoFactor.disable': 'CODE_WRONG',
  'auth.twoFactor.generateRecoveryCodes': 'SECOND_FACTOR_MISSING',
  'auth.twoFactor.recoveryCodesPdf': 'CODE_WRONG',
  'auth.trustedDevices.remove': 'NOT_FOUND',
  'auth.sessions.revoke': 'NOT_FOUND',
  'auth.tokens.revoke': 'NOT_FOUND',
  'auth.reauthenticate': 'CODE_EXPIRED',
}

/** For whoever has a second factor, as all operators do. */
const withSecondFactor = ['auth.twoFactor.requestDisable', 'auth.twoFactor.generateRecoveryCodes']

/** About one's own account, and refused to the owner of a circle with others in it. */
const refusedToOwners: Record<string, string> = { 'users.requestDeletion': 'OWNS_CIRCLES' }

/** Leaves out what is not there. */
const leavesOut = [
  'media.status',
  'media.shiftDates',
  'media.dates.preview',
  'media.dates.set',
  'media.dates.setZone',
  'media.dates.confirm',
]

/** Somebody else's invitation, or a circle that nobody deleted: as if it were not there. */
const notForStrangers = ['circles.restore', 'circles.invitations.accept', 'circles.invitations.decline']

const deps = await createTestDeps()
const outsidersElsewhere = newOutsiders()
const procedures = proceduresOf(appRouter)
const matrix: Record<string, Record<string, string>> = {}
afterAll(() => console.table(matrix))

test('every procedure has a row in this table, and no row is left over', () => {
  expect(Object.keys(inputs).toSorted()).toEqual(procedures.map(([path]) => path).toSorted())
})

describe.each(procedures)('%s', (path, procedure) => {
  const { access } = procedure._def.meta as Meta

  test('declares who may call it and what it answers', () => {
    expect(access).toMatch(/^(public|auth|shared|user|fresh|operator|admin|[a-z]+\.[a-z]+)$/i)
    expect((procedure._def as { output?: unknown }).output).toBeDefined()
  })

  test('carries no secret in an address, where proxies write it down', async () => {
    if (procedure._def.type === 'mutation') return
    const owner = await newUser(deps)
    const input = await inputs[path]?.({ deps, circle: await newCircle(deps, { owner }), owner })
    expect(Object.keys(input ?? {})).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^(token|password|code|pin)$/)]),
    )
  })

  test('is answered as its access says, to everybody', async () => {
    const owner = await newUser(deps)
    const circle = await newCircle(deps, { owner })
    const world: World = { deps, circle, owner }
    const people: Record<string, Caller> = {
      anonymous: newCaller(),
      'ended session': newCaller({ sessionToken: deps.random.token() }),
      stranger: (await newUser(deps)).caller,
      'removed member': (await newRemovedMember(deps, circle)).caller,
      guest: (await newGuest(deps, circle)).caller,
      'guest of another circle': (await newGuest(deps, await newCircle(deps))).caller,
      'outsider by a share link': (await shareIn(world)).caller,
      ...(await outsidersElsewhere),
      viewer: (await newMember(deps, circle, 'viewer')).caller,
      member: (await newMember(deps, circle, 'member')).caller,
      admin: (await newMember(deps, circle, 'admin')).caller,
      owner: owner.caller,
      'platform operator': (await newOperator(deps, 'operator')).caller,
      'platform admin': (await newOperator(deps, 'admin')).caller,
      'operator without a second factor': await newOperatorWithPasswordAlone(),
    }
    const answers: Record<string, string> = {}
    for (const [name, caller] of Object.entries(people)) {
      const input = await inputs[path]?.(world)
      answers[name] = await ask(path, procedure, caller, input)
    }
    // Everything that is asked for is there, but for the circle, which its owner has just deleted.
    const gone = await newCircle(deps)
    const input = await inputs[path]?.({ deps, circle: gone, owner: gone.owner })
    const guest = await newGuest(deps, gone)
    await deleteCircle(gone)
    answers['owner of a deleted circle'] = await ask(path, procedure, gone.owner.caller, input)
    answers['guest of a deleted circle'] = await ask(path, procedure, guest.caller, input)
    matrix[path] = answers
    const names = Object.keys(answers)
    expect(answers).toEqual(Object.fromEntries(names.map((name) => [name, expected(path, access, name)])))
  })

  if (!(access in circlePermissions)) return
  test('finds nothing of one circle in another', async () => {
    const circle = await newCircle(deps)
    const input = await inputs[path]?.({ deps, circle, owner: circle.owner })
    const named = Object.keys(input ?? {}).filter((key) => /Ids?$/.test(key) && key !== 'circleId')
    if (named.length === 0 || leavesOut.includes(path)) return
    const other = await newCircle(deps)
    const { caller } = other.owner
    expect(await ask(path, procedure, caller, { ...input, circleId: other.id }), named.join()).toBe(
      'NOT_FOUND',
    )
    // As it was: whoever may, still finds it.
    expect(await ask(path, procedure, circle.owner.caller, input)).toBe(refusedLater[path]?.owner ?? 'ok')
  })

  test('tells a stranger nothing about which circles exist', async () => {
    const circle = await newCircle(deps)
    const input = await inputs[path]?.({ deps, circle, owner: circle.owner })
    const stranger = (await newUser(deps)).caller
    const there = await ask(path, procedure, stranger, input)
    const nowhere = await ask(path, procedure, stranger, { ...input, circleId: deps.random.id() })
    expect([there, nowhere]).toEqual(['NOT_FOUND', 'NOT_FOUND'])
  })
})

const sharedOnes = procedures.filter(([, { _def }]) => (_def.meta as Meta).access === 'shared')
test.each(sharedOnes)(
  '%s is answered to whoever came in by the link itself, and by no other',
  async (path, procedure) => {
    const circle = await newCircle(deps)
    const world: World = { deps, circle, owner: circle.owner }
    const [own, other] = [await shareIn(world), await shareIn(world)]
    const input = { ...(await inputs[path]?.(world)), linkId: own.linkId }
    // Of the one that wants more, as for what is not there.
    const answered = path === 'keeps.shared.prepareDownload' ? 'NOT_FOUND' : 'ok'
    expect(await ask(path, procedure, own.caller, input)).toBe(answered)
    expect(await ask(path, procedure, other.caller, input)).toBe('NOT_FOUND')
    expect(await ask(path, procedure, { ...own.caller, isProgram: true }, input)).not.toBe('ok')
  },
)

function expected(path: string, access: Meta['access'], name: string): string {
  const isSignedIn =
    !['anonymous', 'ended session'].includes(name) && !name.includes('guest') && !name.includes('outsider')
  if (access === 'public' || access === 'auth') return publicRefusals[path] ?? 'ok'
  if (access === 'operator' || access === 'admin') return expectedOfOperators(access, name)
  // A link of one's own opens that one and no other, whoever one is beside: tested below.
  if (access === 'shared') return 'NOT_FOUND'
  const mayGuest = access in circlePermissions && can('guest', access as CirclePermission)
  if (!isSignedIn && !(name === 'guest' && mayGuest)) return 'NOT_SIGNED_IN'
  if (name.startsWith('platform ') && withSecondFactor.includes(path)) return 'ok'
  if (name === 'owner of a deleted circle' && path === 'circles.restore') return 'ok'
  if (access === 'user' || access === 'fresh') {
    if (notForStrangers.includes(path)) return 'NOT_FOUND'
    return (name === 'owner' && refusedToOwners[path]) || (ownRefusals[path] ?? 'ok')
  }
  const role = circleRoles.find((known) => known === name)
  if (!role) return 'NOT_FOUND'
  const allowed: readonly CircleRole[] = circlePermissions[access]
  return allowed.includes(role) ? (refusedLater[path]?.[role] ?? 'ok') : 'ROLE_TOO_LOW'
}

/** To everybody else it does not exist, whoever they are in their circle. */
function expectedOfOperators(access: 'operator' | 'admin', name: string): string {
  if (name === 'platform admin') return 'ok'
  if (access === 'admin') return 'NOT_FOUND'
  if (name === 'operator without a second factor') return 'SECOND_FACTOR_MISSING'
  return name === 'platform operator' ? 'ok' : 'NOT_FOUND'
}

async function deleteCircle({ id }: TestCircle): Promise<void> {
  await deps.db
    .updateTable('circles')
    .set({ deletionDueAt: addSeconds(deps.clock.now(), 60 * 60) })
    .where('id', '=', id)
    .execute()
}

async function newOperatorWithPasswordAlone(): Promise<Caller> {
  const { id, caller } = await newOperator(deps, 'operator')
  await deps.db.deleteFrom('secondFactors').where('userId', '=', id).execute()
  return caller
}

async function exportOfOwner({ deps, circle, owner }: World) {
  return { circleId: circle.id, exportId: (await newArchive(deps, circle, owner)).id }
}

async function bookOfOwner({ deps, circle, owner }: World) {
  return { circleId: circle.id, exportId: (await newArchive(deps, circle, owner, { kind: 'book' })).id }
}

/** One at a time: the one before goes. */
async function importOfOwner({ deps, circle, owner }: World, state: 'sending' | 'ready' = 'ready') {
  await deps.db.deleteFrom('archives').where('circleId', '=', circle.id).execute()
  return {
    circleId: circle.id,
    importId: (await newArchive(deps, circle, owner, { kind: 'import', state })).id,
  }
}

async function anyPerson({ deps }: World) {
  return { userId: (await newUser(deps)).id }
}

/** `ok`, or the reason of the refusal. */
async function ask(path: string, procedure: AnyProcedure, caller: Caller, input: unknown): Promise<string> {
  const ctx: Context = {
    deps,
    limits: { auth: { count: 1000, seconds: 1 }, calls: { count: 1000, seconds: 1 } },
    caller,
    cookies: {
      setSession() {},
      clearSession() {},
      setDevice() {},
      clearDevice() {},
      setGuest() {},
      setShare() {},
      browser: () => 'a browser',
    },
  }
  try {
    const answer: unknown = await procedure({
      path,
      ctx,
      type: procedure._def.type,
      getRawInput: async () => input,
      signal: undefined,
      batchIndex: 0,
    })
    if (isStream(answer)) await answer.return(undefined)
    return 'ok'
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined
    if (cause instanceof DomainError) return cause.reason
    throw error
  }
}

function isStream(answer: unknown): answer is AsyncGenerator {
  return typeof answer === 'object' && answer !== null && Symbol.asyncIterator in answer
}

/** A journey of nobody, or somebody else's: the same. */
function anyFlow({ deps }: World) {
  return { flowId: deps.random.id() }
}

async function keepsOfOwner(world: World) {
  const { circleId, keepId } = await keepOfOwner(world)
  return { circleId, keepIds: [keepId] }
}

async function photoOfOwner({ deps, circle, owner }: World) {
  const { id: mediaId } = await newMedia(deps, circle, owner)
  await newKeep(deps, circle, owner, { kind: 'media', mediaIds: [mediaId] })
  return { circleId: circle.id, mediaId }
}

async function keepOfOwner({ deps, circle, owner }: World) {
  return { circleId: circle.id, keepId: (await newKeep(deps, circle, owner)).id }
}

async function trashedKeepOfOwner(world: World) {
  const keep = await keepOfOwner(world)
  await trashKeep(world.deps, await scopeIn(world.deps, world.circle, world.owner, 'keep.trash'), keep)
  return keep
}

async function albumOfOwner({ deps, circle, owner }: World) {
  const scope = await scopeIn(deps, circle, owner, 'album.create')
  const album = await createAlbum(deps, scope, { circleId: circle.id, title: 'The sea' })
  return { circleId: circle.id, albumId: album.id }
}

async function albumAndKeepOfOwner(world: World) {
  return { ...(await albumOfOwner(world)), keepIds: [(await keepOfOwner(world)).keepId] }
}

async function childOfOwner({ deps, circle, owner }: World) {
  return { circleId: circle.id, childId: (await newChild(deps, circle, owner)).id }
}

async function measurementOfOwner(world: World) {
  const child = await childOfOwner(world)
  const scope = await scopeIn(world.deps, world.circle, world.owner, 'measurement.add')
  const measured = await addMeasurement(world.deps, scope, {
    ...child,
    measuredOn: '2021-05-17',
    heightMm: 760,
  })
  return { ...child, measurementId: measured.id }
}

async function upgradeByOwner({ deps, circle, owner }: World) {
  const { id, childId } = await newUpgrade(deps, circle, owner)
  return { circleId: circle.id, childId, upgradeId: id }
}

async function upgradeOnPaper(world: World) {
  const input = await upgradeByOwner(world)
  await world.deps.db
    .updateTable('childUpgrades')
    .set({ consentKind: 'paper', paperBytes: 9, paperType: 'application/pdf' })
    .where('id', '=', input.upgradeId)
    .execute()
  return input
}

async function petOfOwner({ deps, circle, owner }: World) {
  return { circleId: circle.id, petId: (await newPet(deps, circle, owner)).id }
}

/** A link, and a browser that came in by it. */
async function shareIn({ deps, circle, owner }: World) {
  return newShare(deps, circle, { kind: 'keep', keepId: (await newKeep(deps, circle, owner)).id })
}

async function shareOfOwner(world: World) {
  return { linkId: (await shareIn(world)).linkId }
}

/** Made once: what one link opens, and what ended ones do, is tested where links are. */
async function newOutsiders(): Promise<Record<string, Caller>> {
  const circle = await newCircle(deps)
  const world: World = { deps, circle, owner: circle.owner }
  return {
    'outsider by a link of another circle': (await shareIn(world)).caller,
    'outsider by an expired link': await outsiderTooLate(world),
    'outsider by a revoked link': await outsiderPutOut(world),
  }
}

async function outsiderTooLate(world: World): Promise<Caller> {
  const { linkId, caller } = await shareIn(world)
  await deps.db
    .updateTable('shareLinks')
    .set({ expiresAt: deps.clock.now() })
    .where('id', '=', linkId)
    .execute()
  return caller
}

async function outsiderPutOut(world: World): Promise<Caller> {
  const { linkId, caller } = await shareIn(world)
  await revokeShareLink(deps, await scopeIn(deps, world.circle, world.owner, 'shareLink.revoke'), {
    circleId: world.circle.id,
    linkId,
  })
  return caller
}

async function commentOfOwner(world: World) {
  const keep = await keepOfOwner(world)
  const scope = await scopeIn(world.deps, world.circle, world.owner, 'comment.add')
  return { ...keep, commentId: (await newComment(world.deps, scope, keep)).id }
}

async function feedOfOwner({ deps, circle, owner }: World) {
  const feedId = deps.random.id()
  await deps.db
    .insertInto('calendarFeeds')
    .values({
      circleId: circle.id,
      id: feedId,
      userId: owner.id,
      name: 'Phone',
      tokenHash: hashToken(deps.random.token()),
      createdAt: deps.clock.now(),
    })
    .execute()
  return { circleId: circle.id, feedId }
}

async function mediaOfOwner({ deps, circle, owner }: World) {
  const { id } = await newMedia(deps, circle, owner, { state: 'failed' })
  return { circleId: circle.id, mediaId: id }
}

async function invite(deps: Deps, circle: TestCircle, owner: TestUser): Promise<{ id: string }> {
  const now = deps.clock.now()
  return deps.db
    .insertInto('invitations')
    .values({
      id: deps.random.id(),
      circleId: circle.id,
      email: newEmail(),
      kind: 'email',
      role: 'viewer',
      invitedBy: owner.id,
      status: 'pending',
      createdAt: now,
      expiresAt: new Date(now.getTime() + 86_400_000),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
}
