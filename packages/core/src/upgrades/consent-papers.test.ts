import { consentVersion } from '@kinkeep/contracts/consent'
import { newChild } from '@kinkeep/testing/new-child'
import { newCircle, newMember, scopeIn, type TestCircle } from '@kinkeep/testing/new-circle'
import { newUpgrade } from '@kinkeep/testing/new-upgrade'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { auditedActions, queuedJobs } from '@kinkeep/testing/traces'
import { expect, test } from 'vitest'
import { deleteChild } from '../children/delete-child.ts'
import { requireCircle } from '../circles/access.ts'
import { purgeCircle } from '../circles/purge-circle.ts'
import { handleDropConsentPaper } from './handlers.ts'
import { dropConsentPaper } from './jobs.ts'
import { readConsentPaper } from './read-consent-paper.ts'
import { revokeUpgrade } from './revoke-upgrade.ts'
import { upgradePrefix } from './rules.ts'
import { uploadConsentPaper } from './upload-consent-paper.ts'

const deps = await createTestDeps()
const pdf = Buffer.from(
  '%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n',
)

test('a signed form is kept, counted as stored, and handed out to admins as a file, which is written down', async () => {
  const circle = await newCircle(deps)
  const { paperId, childId } = await send(circle, pdf)
  const view = await request(circle, { paperId, childId })
  expect(view.consent).toMatchObject({ kind: 'paper', paperBytes: pdf.length, guardianName: 'Anna Petrova' })
  expect(view.id).toBe(paperId)
  expect(await storedBytes(circle)).toBe(pdf.length)

  const admin = await newMember(deps, circle, 'admin')
  const { url } = await read(circle, childId, view.id, admin)
  const answer = await fetch(url)
  expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="consent\.pdf"/)
  expect(answer.headers.get('content-type')).toBe('application/octet-stream')
  expect(Buffer.from(await answer.arrayBuffer())).toEqual(pdf)
  expect(await auditedActions(deps, { actorId: admin.id })).toEqual(['upgrade.paperRead'])
  for (const role of ['member', 'viewer'] as const) {
    const { caller } = await newMember(deps, circle, role)
    await expect(requireCircle(deps, caller, circle.id, 'upgrade.read')).rejects.toThrow('ROLE_TOO_LOW')
  }
})

test('a form that does not fit into what the circle may store is refused, and nothing is asked of anybody', async () => {
  const circle = await newCircle(deps)
  const { paperId, childId } = await send(circle, pdf)
  const allow = (quotaBytes: number) =>
    deps.db.updateTable('circles').set({ quotaBytes }).where('id', '=', circle.id).execute()
  await allow(pdf.length - 1)
  await expect(request(circle, { paperId, childId })).rejects.toThrow('CIRCLE_FULL')
  expect(await storedBytes(circle)).toBe(0)
  await allow(pdf.length)
  await expect(request(circle, { paperId, childId })).resolves.toMatchObject({ id: paperId })
})

test('another circle’s form is nowhere, and so is that of a request without one', async () => {
  const [circle, other] = [await newCircle(deps), await newCircle(deps)]
  const { paperId, childId } = await send(circle, pdf)
  const view = await request(circle, { paperId, childId })
  await expect(read(other, childId, view.id)).rejects.toThrow('NOT_FOUND')
  const theirs = await newChild(deps, other, other.owner)
  await expect(request(other, { paperId, childId: theirs.id })).rejects.toThrow('UPLOAD_MISSING')
  await expect(read(circle, theirs.id, view.id)).rejects.toThrow('NOT_FOUND')
  const signed = await newUpgrade(deps, other, other.owner)
  await expect(read(other, signed.childId, signed.id)).rejects.toThrow('NOT_FOUND')
})

test.each([
  ['a page', '<html><script>alert(1)</script></html>'],
  ['a drawing that runs', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'],
  ['nothing that anybody knows', 'hello'],
])('%s that says it is a PDF is no form', async (_, content) => {
  const circle = await newCircle(deps)
  const { paperId, childId } = await send(circle, Buffer.from(content))
  await expect(request(circle, { paperId, childId })).rejects.toThrow('MEDIA_NOT_USABLE')
})

test('one that was never sent is missing, and one serves one request', async () => {
  const circle = await newCircle(deps)
  const child = await newChild(deps, circle, circle.owner)
  await expect(request(circle, { paperId: deps.random.id(), childId: child.id })).rejects.toThrow(
    'UPLOAD_MISSING',
  )
  const { paperId, childId } = await send(circle, pdf)
  await request(circle, { paperId, childId })
  const scope = await scopeIn(deps, circle, circle.owner, 'upgrade.revoke')
  await revokeUpgrade(deps, scope, { circleId: circle.id, childId })
  await expect(request(circle, { paperId, childId })).rejects.toThrow('UPLOAD_MISSING')
})

test('one that no request names is removed, and no request can name it any more; one that is named stays', async () => {
  const circle = await newCircle(deps)
  const [unused, used] = [await send(circle, pdf), await send(circle, pdf)]
  const kept = await request(circle, used)
  expect(await queuedJobs(deps, dropConsentPaper)).toContainEqual({
    circleId: circle.id,
    paperId: unused.paperId,
  })
  for (const { paperId } of [unused, used])
    await handleDropConsentPaper(deps, { circleId: circle.id, paperId })
  expect(await removals(circle)).toEqual([upgradePrefix(circle.id, unused.paperId)])
  await expect(request(circle, unused)).rejects.toThrow('UPLOAD_MISSING')
  await expect(read(circle, kept.childId, kept.id)).resolves.toBeDefined()
})

test('it goes with the child’s profile, and with the circle', async () => {
  const circle = await newCircle(deps)
  const { paperId, childId } = await send(circle, pdf)
  await request(circle, { paperId, childId })
  const scope = await scopeIn(deps, circle, circle.owner, 'child.delete')
  await deleteChild(deps, scope, { circleId: circle.id, childId })
  expect(await removals(circle)).toEqual([upgradePrefix(circle.id, paperId)])
  expect(await storedBytes(circle)).toBe(0)

  const second = await newCircle(deps)
  await request(second, await send(second, pdf))
  await deps.transaction((tx) => purgeCircle(tx, second.id))
  expect(await removals(second)).toEqual([`circles/${second.id}/`])
})

/** A form for a new child, in the store as a browser would have put it there. */
async function send(circle: TestCircle, body: Buffer) {
  const { id: childId } = await newChild(deps, circle, circle.owner)
  const scope = await scopeIn(deps, circle, circle.owner, 'upgrade.request')
  const { paperId, url, headers } = await uploadConsentPaper(deps, scope, {
    ...{ circleId: circle.id, childId, byteSize: body.length, contentType: 'application/pdf' },
  })
  const answer = await fetch(url, { method: 'PUT', headers, body: new Uint8Array(body) })
  expect(answer.status).toBe(200)
  return { paperId, childId }
}

function request(circle: TestCircle, { paperId, childId }: { paperId: string; childId: string }) {
  const agreed = { guardianName: 'Anna Petrova', version: consentVersion, language: 'en' } as const
  return newUpgrade(deps, circle, circle.owner, { childId, consent: { kind: 'paper', paperId, ...agreed } })
}

async function read(circle: TestCircle, childId: string, upgradeId: string, admin = circle.owner) {
  const scope = await scopeIn(deps, circle, admin, 'upgrade.read')
  return readConsentPaper(deps, scope, { circleId: circle.id, childId, upgradeId })
}

async function storedBytes(circle: TestCircle): Promise<number> {
  const row = await deps.db
    .selectFrom('circles')
    .where('id', '=', circle.id)
    .select('storedBytes')
    .executeTakeFirstOrThrow()
  return row.storedBytes
}

async function removals(circle: TestCircle): Promise<string[]> {
  const rows = await deps.db
    .selectFrom('objectRemovals')
    .where('prefix', 'like', `circles/${circle.id}/%`)
    .select('prefix')
    .execute()
  return rows.map(({ prefix }) => prefix)
}
