import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { enqueue } from '../platform/jobs.ts'
import { sendLinkMail } from './link-jobs.ts'

type LinkRequest =
  | { purpose: 'password_reset' | 'magic_link'; email: string }
  /** The address that a user had until now. */
  | { purpose: 'address_changed'; email: string; userId: string }

/** Writes down that an address is to get a mail of which only the worker may know what it says. */
export async function insertLinkRequest(
  tx: Tx,
  { random }: Pick<Deps, 'random'>,
  request: LinkRequest,
): Promise<void> {
  const id = random.id()
  await tx
    .insertInto('linkRequests')
    .values({ ...request, id, createdAt: tx.effects.clock.now() })
    .execute()
  await enqueue(tx, sendLinkMail, { requestId: id })
}
