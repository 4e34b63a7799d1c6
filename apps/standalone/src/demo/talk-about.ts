import { reactionKinds } from '@kinkeep/contracts/reaction-kinds'
import type { Entry } from './entry.ts'
import { type PersonName, people } from './family.ts'
import type { Home } from './move-in.ts'
import type { SeededRandom } from './seeded-random.ts'

/** What the others feel and say about a keep, each in their own name. */
export async function talkAbout(
  { circleId, clients }: Home,
  keepId: string,
  { by, forAdmins = false, said = [] }: Entry,
  random: SeededRandom,
): Promise<void> {
  const sees = (name: PersonName) => !forAdmins || ['owner', 'admin'].includes(people[name].role)
  for (const name of ['anna', 'thomas', 'vera', 'ida'] as const) {
    // Grandmothers love everything.
    const isMoved = random.next() < (name === 'vera' ? 0.9 : 0.45)
    const kind = name === 'vera' ? 'love' : random.pick(reactionKinds)
    if (name !== by && sees(name) && isMoved) {
      await clients[name].keeps.reactions.set.mutate({ circleId, keepId, kind })
    }
  }
  let parentId: string | undefined
  for (const { by: speaker, text, isReply } of said) {
    const answered = isReply && parentId ? { parentId } : {}
    const told = { circleId, keepId, body: text, idempotencyKey: random.uuid() }
    const comment = await clients[speaker].keeps.comments.add.mutate({ ...told, ...answered })
    parentId = comment.parentId ?? comment.id
  }
}
