import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { limits } from '@kinkeep/contracts/limits'
import { drawPhoto } from '@kinkeep/testing/draw-photo'
import { drawUndated } from '@kinkeep/testing/draw-photos'
import { drawVideo } from '@kinkeep/testing/draw-video'
import { type Launched, launch, type Stack } from '@kinkeep/testing/launcher'
import { newProgram, type TestProgram } from '@kinkeep/testing/new-program'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { createApiClient } from '../calls/api-client.ts'
import { fillAlbums } from './fill-albums.ts'
import { importFiles } from './import-files.ts'
import { readTakeout } from './read-takeout.ts'

let stack: Launched<Stack>
let home: string
beforeAll(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'kinkeep-cli-'))
  stack = await launch('stack', { args: ['--no-web'], env: { CALL_LIMIT_PER_MINUTE: '100000' } })
}, 120_000)
afterAll(async () => {
  await stack?.stop()
  await rm(home, { recursive: true, force: true })
})

const said = {
  photoTakenTime: { timestamp: '1564653600' },
  description: 'She waves',
  favorited: true,
}

test('a Live Photo with words, a star and an album comes as one, in it once', async () => {
  const { program, client, bring } = await newOne()
  const folder = await newFolder({
    'Waves/metadata.json': JSON.stringify({ title: 'Waves' }),
    'Waves/IMG_7.jpg': await drawUndated(),
    'Waves/IMG_7.webm': await drawVideo({ container: 'webm', codec: 'vp9', seconds: 2 }),
    'Waves/IMG_7.jpg.supplemental-metadata.json': JSON.stringify(said),
  })
  expect(await bring(folder)).toMatchObject({ sent: 2, verified: 2, albums: 1, failed: [] })
  const circleId = program.circle.id
  const keeps = async () => (await client.keeps.list.query({ circleId })).items
  await expect.poll(async () => (await keeps()).map(({ media }) => media[0]?.liveId !== null)).toEqual([true])
  expect(await keeps()).toMatchObject([{ body: 'She waves', isFavourite: true }])
  const albums = async () => (await client.keeps.albums.list.query({ circleId })).items
  expect(await albums()).toMatchObject([{ title: 'Waves', keepCount: 1 }])

  // What was in a keep of its own when it came, is in that of its photo by now; and of one nothing is left.
  const [keep] = await keeps()
  const [photo] = keep?.media ?? []
  const contents = new Map([
    [photo?.liveId ?? '', crypto.randomUUID()],
    [crypto.randomUUID(), crypto.randomUUID()],
  ])
  const filled = await fillAlbums(client, circleId, new Map([['Again', contents]]))
  expect(filled).toEqual({ albums: 1, failed: [] })
  expect(await albums()).toMatchObject([{ title: 'Again', keepCount: 1 }, { title: 'Waves' }])
}, 60_000)

test('what was thrown away stays so, what did not arrive is sent anew, and an album too many is told of', async () => {
  const { program, client, bring } = await newOne()
  const { deps, circle } = program
  const folder = await newFolder({
    'Sea/metadata.json': JSON.stringify({ title: 'Sea' }),
    'Sea/gone.jpg': await drawPhoto('2020:01:01 12:00:00'),
    'Sea/gone.jpg.json': JSON.stringify(said),
    'Sea/broken.jpg': await drawPhoto('2020:01:02 12:00:00'),
    'Sea/there.jpg': await drawPhoto('2020:01:03 12:00:00'),
    'Sea/there.jpg.json': JSON.stringify(said),
  })
  expect(await bring(folder)).toMatchObject({ sent: 3, verified: 3, albums: 1, failed: [] })
  const media = await deps.db
    .selectFrom('media')
    .select(['id', 'name', 'keepId'])
    .where('circleId', '=', circle.id)
    .execute()
  const keepOf = (name: string) => media.find((each) => each.name === name)?.keepId ?? ''
  await client.keeps.trash.mutate({ circleId: circle.id, keepId: keepOf('gone.jpg') })
  await client.keeps.favourites.clear.mutate({ circleId: circle.id, keepId: keepOf('there.jpg') })
  await client.keeps.update.mutate({ circleId: circle.id, keepId: keepOf('there.jpg'), body: 'He waves' })
  // As the worker finds it when the store has other bytes than were sent.
  await deps.db
    .updateTable('media')
    .set({ state: 'failed', failure: 'CORRUPTED', verifiedAt: null })
    .where('circleId', '=', circle.id)
    .where('name', '=', 'broken.jpg')
    .execute()

  expect(await bring(folder)).toMatchObject({
    ...{ found: 3, sent: 1, verified: 1, alreadyThere: 1, thrownAway: 1, albums: 1, failed: [] },
  })
  const shown = (await client.keeps.list.query({ circleId: circle.id })).items
  // In no order: those of the last run may not have been looked at for their dates.
  const facts = shown.map(({ media, body, isFavourite }) => `${media[0]?.name} ${body} ${isFavourite}`)
  expect(facts.toSorted()).toEqual([
    'broken.jpg null false',
    'broken.jpg null false',
    'there.jpg He waves false',
  ])

  const now = new Date()
  await deps.db
    .insertInto('albums')
    .values(
      Array.from({ length: limits.albumsPerCircle - 1 }, (_, index) => ({
        ...{ circleId: circle.id, title: `Album ${index}`, createdAt: now, updatedAt: now },
      })),
    )
    .execute()
  const more = await newFolder({
    'More/metadata.json': JSON.stringify({ title: 'More' }),
    'More/new.jpg': await drawPhoto('2020:01:04 12:00:00'),
  })
  const result = await bring(more)
  expect(result).toMatchObject({ sent: 1, verified: 1, albums: 0 })
  expect(result.failed).toEqual([{ path: 'album More', reason: expect.stringMatching(/^[A-Z_]+$/) }])
}, 60_000)

async function newOne() {
  const program: TestProgram = await newProgram(stack, [
    'keeps:read',
    'keeps:write',
    'media:read',
    'media:write',
  ])
  onTestFinished(() => program.close())
  const client = createApiClient({ url: stack.origin, token: program.token, cacheFolder: home })
  const bring = async (folder: string) => {
    const { items, close } = await readTakeout([folder])
    const summary = await importFiles({ client, circleId: program.circle.id, items, note: () => undefined })
    close()
    return summary
  }
  return { program, client, bring }
}

/** All of it of one moment. */
async function newFolder(files: Record<string, string | Buffer>): Promise<string> {
  const folder = await mkdtemp(path.join(home, 'takeout-'))
  const moment = new Date('2024-05-05T12:00:00Z')
  for (const [name, bytes] of Object.entries(files)) {
    const file = path.join(folder, name)
    await mkdir(path.dirname(file), { recursive: true })
    await writeFile(file, bytes)
    await utimes(file, moment, moment)
  }
  return folder
}
