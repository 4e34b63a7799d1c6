import { setTimeout as sleep } from 'node:timers/promises'
import type { Progress } from '../console.ts'
import { StartError } from '../start-error.ts'
import { emptyAlbums, type Gathered, makeAlbums } from './albums.ts'
import { hourOf, offsetIn, ordinaryDays, resolveDay, shapeOf, shotsOf } from './calendar.ts'
import type { Entry } from './entry.ts'
import { people } from './family.ts'
import { type Home, moveIn } from './move-in.ts'
import { oldPhotos } from './old-photos.ts'
import type { Picture } from './pictures/draw-picture.ts'
import { addProfiles, type Profiles, subjectsOf } from './profiles.ts'
import { recentDays } from './recent-days.ts'
import { seasons } from './seasons.ts'
import { createSeededRandom, type SeededRandom } from './seeded-random.ts'
import { talkAbout } from './talk-about.ts'
import { uploadPicture } from './upload-picture.ts'
import { welcomeGuest } from './welcome-guest.ts'

interface FillOptions {
  origin: string
  mailUrl: string
  today: Date
  progress: Progress
  signal: AbortSignal
}

const ordinaryDayCount = 34
/** At once: as many as keep two cores busy with drawing while bytes are on their way. */
const entriesAtOnce = 4
const patienceMs = 300_000

/** Fills an empty Kinkeep with a family and eighteen months of its life, all of it through the public API. */
export async function fillFamily(options: FillOptions): Promise<void> {
  const { progress, signal, today } = options
  const home = await progress.step('Four people and a circle', moveIn(options))
  const profiles = await progress.step('Two children, a cat and a dog', addProfiles(home, today))
  const random = createSeededRandom('kinkeep')
  const told = [...recentDays, ...seasons, ...ordinaryDays(random, ordinaryDayCount), ...oldPhotos]
  const entries = told.flatMap((entry) => datedOf(entry, today))
  const waiting = entries.map((entry, index) => ({ ...entry, seed: `entry ${index}` }))
  const mediaIds: string[] = []
  const gathered = emptyAlbums()

  async function keepEntries(): Promise<void> {
    for (let entry = waiting.shift(); entry; entry = waiting.shift()) {
      signal.throwIfAborted()
      mediaIds.push(...(await keepEntry(home, profiles, entry, gathered, signal)))
    }
  }

  const keeping = Promise.all(Array.from({ length: entriesAtOnce }, keepEntries))
  await progress.step('Eighteen months', keeping)
  await progress.step(`${mediaIds.length} photos`, untilReady(home, mediaIds, signal))
  await progress.step('Two albums', makeAlbums(home, gathered))
  // Last: so many who come in within a minute from one address would be stopped.
  await progress.step('A great-grandmother by a link', welcomeGuest(options.origin, home))
}

type DatedEntry = Entry & { day: string }

function datedOf(entry: Entry, today: Date): DatedEntry[] {
  const day = resolveDay(entry.when, today)
  return day ? [{ ...entry, day }] : []
}

/** Answers the media it uploaded. */
async function keepEntry(
  home: Home,
  profiles: Profiles,
  entry: DatedEntry & { seed: string },
  gathered: Gathered,
  signal: AbortSignal,
): Promise<string[]> {
  const { circleId } = home
  const client = home.clients[entry.by]
  const random = createSeededRandom(entry.seed)
  const isWordless = !entry.body && !entry.title
  const pictures = picturesOf(entry, random)
  const mediaIds: string[] = []
  for (const picture of pictures) {
    mediaIds.push(
      await uploadPicture({
        client,
        circleId,
        picture,
        random,
        keep: isWordless ? 'own' : 'attached',
        signal,
      }),
    )
  }
  if (isWordless) return mediaIds

  const { title, body, milestone } = entry
  const told = {
    circleId,
    idempotencyKey: random.uuid(),
    happenedAt: `${entry.day}T${entry.at}:00`,
    happenedOffset: entry.offset ?? offsetIn(people[entry.by].timeZone, entry.day),
    ...(title ? { title } : {}),
    ...(entry.roughly ? { datePrecision: entry.roughly } : {}),
    tags: [...(entry.tags ?? [])],
    ...subjectsOf(entry, profiles),
    visibility: entry.forAdmins ? ('admins' as const) : ('circle' as const),
  }
  const keep = milestone
    ? await client.keeps.create.mutate({
        ...told,
        kind: 'milestone',
        milestone,
        mediaIds,
        ...(body ? { body } : {}),
      })
    : mediaIds.length > 0
      ? await client.keeps.create.mutate({ ...told, kind: 'media', mediaIds, ...(body ? { body } : {}) })
      : await client.keeps.create.mutate({ ...told, kind: 'note', body: body ?? '' })
  for (const name of entry.albums ?? []) gathered[name].push(keep.id)
  for (const name of entry.lovedBy ?? []) {
    await home.clients[name].keeps.favourites.set.mutate({ circleId, keepId: keep.id })
  }
  if (!entry.trashed) await talkAbout(home, keep.id, entry, random)
  if (entry.trashed) await client.keeps.trash.mutate({ circleId, keepId: keep.id })
  return mediaIds
}

/** The entry's pictures, a few minutes apart; an ordinary day's are chosen by its month. */
function picturesOf(entry: DatedEntry & { seed: string }, random: SeededRandom): Picture[] {
  const isOrdinary = !entry.shots && !entry.body
  const shots = entry.shots ?? (isOrdinary ? shotsOf(entry.day, random) : [])
  let minutes = 0
  return shots.map((shot, index) => {
    const [scene, light] = shot
    const at = isOrdinary ? hourOf(light, random) : entry.at
    const takenAt = addMinutes(`${entry.day}T${at}:00`, minutes)
    minutes += random.integer(1, 9)
    return {
      scene,
      light,
      shape: shapeOf(shot, random),
      seed: `${entry.seed} ${index}`,
      takenAt,
      takenOffset: entry.offset ?? offsetIn(people[entry.by].timeZone, entry.day),
      camera: people[entry.by].camera,
      place: entry.place,
      isTurned: random.next() < 0.25,
    }
  })
}

/** On the same day: nothing here goes on past midnight. */
function addMinutes(wallClock: string, minutes: number): string {
  const moved = new Date(Date.parse(`${wallClock}Z`) + minutes * 60_000).toISOString().slice(0, 19)
  return moved.slice(0, 10) === wallClock.slice(0, 10) ? moved : `${wallClock.slice(0, 10)}T23:59:00`
}

const statusBatch = 100

async function untilReady(
  { circleId, clients }: Home,
  mediaIds: string[],
  signal: AbortSignal,
): Promise<void> {
  let open = mediaIds
  for (const began = performance.now(); open.length > 0; ) {
    const { items } = await clients.anna.media.status.query({
      circleId,
      mediaIds: open.slice(0, statusBatch),
    })
    const failed = items.find(({ state }) => state === 'failed')
    if (failed) throw new StartError(`The picture ${failed.name} could not be read: ${failed.failure}.`)
    const ready = new Set(items.filter(({ state }) => state === 'ready').map(({ id }) => id))
    open = open.filter((id) => !ready.has(id))
    if (performance.now() - began > patienceMs) throw new StartError(`${open.length} pictures wait in vain.`)
    if (ready.size === 0) await sleep(1_500, undefined, { signal })
  }
}
