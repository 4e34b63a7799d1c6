import { createApiClient } from './api-client.ts'
import { guestName } from './family.ts'
import type { Home } from './move-in.ts'

/** What she says to the newest photos, of which she loves every one. */
const words = ['Хорошие мои. Очки надела, всё рассмотрела.', 'А варежки-то тёплые?']

/** Lets somebody in who has no account, by a link, and has her look around. */
export async function welcomeGuest(origin: string, { circleId, clients: { anna } }: Home): Promise<void> {
  const link = { circleId, name: guestName, mayDownload: false }
  const { token } = await anna.circles.guestLinks.create.mutate(link)
  const guest = createApiClient(origin)
  await guest.circles.guestLinks.enter.mutate({ token })
  const { items } = await guest.keeps.list.query({ circleId, hasPhotos: true, limit: 6 })
  for (const [index, { id: keepId }] of items.entries()) {
    await guest.keeps.reactions.set.mutate({ circleId, keepId, kind: 'love' })
    const body = words[index]
    if (body) await guest.keeps.comments.add.mutate({ circleId, keepId, body })
  }
}
