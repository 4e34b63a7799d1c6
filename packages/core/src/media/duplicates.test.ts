import { createHash } from 'node:crypto'
import { limits } from '@kinkeep/contracts/limits'
import { requestUpload as contract } from '@kinkeep/contracts/media'
import { countStatements } from '@kinkeep/testing/count-statements'
import { newCircle, newMember, scopeIn, type TestCircle } from '@kinkeep/testing/new-circle'
import type { TestUser } from '@kinkeep/testing/new-user'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { expect, test } from 'vitest'
import type { z } from 'zod'
import { restoreKeep } from '../keeps/restore-keep.ts'
import { trashKeep } from '../keeps/trash-keep.ts'
import { updateKeep } from '../keeps/update-keep.ts'
import { completeUpload } from './complete-upload.ts'
import { requestUpload } from './request-upload.ts'

const deps = await createTestDeps()
type Asked = Partial<z.input<typeof contract.input>['files'][number]>

test('the same file is known again before it is sent, whatever it is called and whoever sent it', async () => {
  const circle = await newCircle(deps)
  const vera = await newMember(deps, circle, 'member')
  const { bytes, mediaId, keepId } = await sent(circle, circle.owner)
  const again = await ask(circle, vera, bytes, { name: 'another name.png' })
  expect(again).toEqual({
    status: 'duplicate',
    uploadKey: again.uploadKey,
    mediaId,
    keepId,
    inTrash: false,
    mayRestore: false,
  })
  expect((await ask(circle, vera, bytes, { allowDuplicate: true })).status).toBe('send')
  expect((await ask(circle, vera, Buffer.from(`${deps.random.id()}`))).status).toBe('send')
  expect((await ask(await newCircle(deps, { owner: vera }), vera, bytes)).status).toBe('send')
  expect(await rowsOf(circle)).toHaveLength(3)
})

test('what a member may not know of is no duplicate for them', async () => {
  const circle = await newCircle(deps)
  const vera = await newMember(deps, circle, 'member')
  const admin = await newMember(deps, circle, 'admin')
  const hidden = await sent(circle, circle.owner)
  const keep = { circleId: circle.id, keepId: hidden.keepId ?? '', visibility: 'admins' as const }
  await updateKeep(deps, await scopeIn(deps, circle, circle.owner, 'keep.update'), keep)
  expect((await ask(circle, vera, hidden.bytes)).status).toBe('send')
  expect(await ask(circle, admin, hidden.bytes)).toMatchObject({ status: 'duplicate', inTrash: false })

  // Not in a keep yet: nobody's business, and of no use to its own sender either.
  const loose = await sent(circle, circle.owner, { keep: 'attached' })
  for (const user of [vera, admin, circle.owner]) {
    expect((await ask(circle, user, loose.bytes)).status).toBe('send')
  }
})

test('in the trash it is offered to whoever may bring it back, and to nobody else', async () => {
  const circle = await newCircle(deps)
  const [vera, boris] = [await newMember(deps, circle, 'member'), await newMember(deps, circle, 'member')]
  const mine = await sent(circle, vera)
  const keep = { circleId: circle.id, keepId: mine.keepId ?? '' }
  await trashKeep(deps, await scopeIn(deps, circle, vera, 'keep.trash'), keep)
  expect((await ask(circle, boris, mine.bytes)).status).toBe('send')
  for (const user of [vera, circle.owner]) {
    expect(await ask(circle, user, mine.bytes)).toMatchObject({
      status: 'duplicate',
      inTrash: true,
      mayRestore: true,
    })
  }
  await restoreKeep(deps, await scopeIn(deps, circle, vera, 'keep.restore'), keep)
  expect(await ask(circle, boris, mine.bytes)).toMatchObject({ status: 'duplicate', inTrash: false })
})

test('what lies in the trash takes nothing away from whoever sends it anew', async () => {
  const circle = await newCircle(deps)
  const vera = await newMember(deps, circle, 'member')
  const first = await sent(circle, circle.owner)
  const second = await begin(circle, vera, first.bytes, { allowDuplicate: false, sha256: undefined })
  const keep = { circleId: circle.id, keepId: first.keepId ?? '' }
  await trashKeep(deps, await scopeIn(deps, circle, circle.owner, 'keep.trash'), keep)
  const scope = await scopeIn(deps, circle, circle.owner, 'media.upload')
  const again = await begin(circle, circle.owner, first.bytes, { allowDuplicate: true })
  const done = await completeUpload(deps, scope, { circleId: circle.id, mediaId: again })
  expect(done).toMatchObject({ mediaId: again, isDuplicate: false })
  const theirs = await scopeIn(deps, circle, vera, 'media.upload')
  const hash = createHash('sha256').update(first.bytes).digest('hex')
  // Known only now, and meanwhile on the timeline: theirs makes way.
  const complete = () => completeUpload(deps, theirs, { circleId: circle.id, mediaId: second, sha256: hash })
  expect(await complete()).toMatchObject({ mediaId: again, isDuplicate: true })
  // What it made way for may become the admins', and is then nothing to whoever asks again.
  const hidden = { circleId: circle.id, keepId: done.keepId ?? '', visibility: 'admins' as const }
  await updateKeep(deps, await scopeIn(deps, circle, circle.owner, 'keep.update'), hidden)
  await expect(complete()).rejects.toThrow('NOT_FOUND')
})

test('whoever wants it twice has it twice, also when both come at once', async () => {
  const circle = await newCircle(deps)
  const first = await sent(circle, circle.owner)
  const again = await begin(circle, circle.owner, first.bytes, { allowDuplicate: true })
  const scope = await scopeIn(deps, circle, circle.owner, 'media.upload')
  const done = await completeUpload(deps, scope, { circleId: circle.id, mediaId: again })
  expect(done).toMatchObject({ mediaId: again, isDuplicate: false })
  expect(done.keepId).not.toBe(first.keepId)
})

test('fifty files with their hashes cost three statements', async () => {
  const circle = await newCircle(deps)
  const scope = await scopeIn(deps, circle, circle.owner, 'media.upload')
  const files = Array.from({ length: limits.filesPerRequest }, () => fileOf(Buffer.from(deps.random.id())))
  const input = contract.input.parse({ circleId: circle.id, files })
  const { statements } = await countStatements(deps, (counted) => requestUpload(counted, scope, input))
  expect(statements).toBe(3)
})

function fileOf(bytes: Buffer, more: Asked = {}) {
  return {
    uploadKey: deps.random.id(),
    name: 'photo.jpg',
    byteSize: bytes.length,
    contentType: 'image/jpeg',
    keep: 'own' as const,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    ...more,
  }
}

async function ask(circle: TestCircle, user: TestUser, bytes: Buffer, more: Asked = {}) {
  const scope = await scopeIn(deps, circle, user, 'media.upload')
  const input = contract.input.parse({ circleId: circle.id, files: [fileOf(bytes, more)] })
  const [upload] = (await requestUpload(deps, scope, input)).uploads
  if (!upload) throw new Error('no answer')
  return upload
}

/** Begun, and its bytes are in the store. */
async function begin(circle: TestCircle, user: TestUser, bytes: Buffer, more: Asked = {}): Promise<string> {
  const upload = await ask(circle, user, bytes, more)
  if (upload.status !== 'send') throw new Error(`not to be sent: ${upload.status}`)
  const { url, headers, mediaId } = upload
  const { status } = await fetch(url, { method: 'PUT', headers, body: new Uint8Array(bytes) })
  expect(status).toBe(200)
  return mediaId
}

async function sent(circle: TestCircle, user: TestUser, more: Asked = {}) {
  const bytes = Buffer.from(`a photo: ${deps.random.id()}`)
  const mediaId = await begin(circle, user, bytes, more)
  const scope = await scopeIn(deps, circle, user, 'media.upload')
  const { keepId } = await completeUpload(deps, scope, { circleId: circle.id, mediaId })
  return { bytes, mediaId, keepId }
}

function rowsOf(circle: TestCircle) {
  return deps.db.selectFrom('media').select('id').where('circleId', '=', circle.id).execute()
}
