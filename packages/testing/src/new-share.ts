import { createShareLink as contract } from '@kinkeep/contracts/share-links'
import type { Caller } from '@kinkeep/core/accounts/access'
import type { Deps } from '@kinkeep/core/platform/deps'
import { createShareLink } from '@kinkeep/core/share-links/create-share-link'
import { openShare } from '@kinkeep/core/share-links/open-share'
import type { z } from 'zod'
import { scopeIn, type TestCircle } from './new-circle.ts'
import { newCaller, type TestUser } from './new-user.ts'

type ShareInput = z.input<typeof contract.input>
/** A union's members each without the circle, which the factory knows. */
type WithoutCircle<Input> = Input extends unknown ? Omit<Input, 'circleId'> : never

export interface TestShare {
  linkId: string
  token: string
  /** With a browser that came in by the link. */
  caller: Caller & { shareToken: string }
}

/** A share link as the API makes it, and a browser that came in by it. */
export async function newShare(
  deps: Deps,
  circle: TestCircle,
  wanted: WithoutCircle<ShareInput>,
  maker: TestUser = circle.owner,
): Promise<TestShare> {
  const scope = await scopeIn(deps, circle, maker, 'shareLink.create')
  const input = contract.input.parse({ ...wanted, circleId: circle.id })
  const { token, link } = await createShareLink(deps, scope, input)
  return { linkId: link.id, token, caller: await comeIn(deps, token, input.password) }
}

/** A browser of its own, from an address of its own, that comes in by a link. */
export async function comeIn(
  deps: Deps,
  token: string,
  password?: string,
): Promise<Caller & { shareToken: string }> {
  const caller = newCaller({ address: deps.random.id() })
  const { shareToken } = await openShare(deps, caller, { token, ...(password ? { password } : {}) })
  if (shareToken === null) throw new Error('A new browser is not in yet')
  return { ...caller, shareToken }
}
