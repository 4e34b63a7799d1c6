import { type ApiClient, createApiClient } from './api-client.ts'
import { circle, demoPassword, expectedGuest, type PersonName, people } from './family.ts'
import { readMailedToken } from './read-mail.ts'

export interface Home {
  circleId: string
  /** Everybody, signed in. */
  clients: Record<PersonName, ApiClient>
}

interface MoveInOptions {
  origin: string
  mailUrl: string
  signal: AbortSignal
}

/** Everybody gets an account and a place in the circle: the owner by a confirmed address, the others by invitation. */
export async function moveIn(options: MoveInOptions): Promise<Home> {
  const anna = createApiClient(options.origin)
  await anna.auth.signUp.mutate(signUpOf('anna'))
  const token = await readMailedToken(options.mailUrl, people.anna.email, options.signal)
  await anna.auth.confirmEmail.mutate({ token })
  const { id: circleId } = await anna.circles.create.mutate(circle)
  const [thomas, vera, ida] = await Promise.all([
    join(options, anna, circleId, 'thomas'),
    join(options, anna, circleId, 'vera'),
    join(options, anna, circleId, 'ida'),
  ])
  await anna.circles.invitations.send.mutate({ circleId, email: expectedGuest, role: 'member' })
  await anna.circles.invitations.createLink.mutate({ circleId, role: 'viewer', maxUses: 5, days: 14 })
  return { circleId, clients: { anna, thomas, vera, ida } }
}

async function join(
  { origin, mailUrl, signal }: MoveInOptions,
  host: ApiClient,
  circleId: string,
  name: Exclude<PersonName, 'anna'>,
): Promise<ApiClient> {
  const { email, role } = people[name]
  await host.circles.invitations.send.mutate({ circleId, email, role })
  const token = await readMailedToken(mailUrl, email, signal)
  const client = createApiClient(origin)
  await client.auth.signUp.mutate({ ...signUpOf(name), invitationToken: token })
  await client.circles.invitations.accept.mutate({ token })
  return client
}

function signUpOf(name: PersonName) {
  const { email, language, timeZone } = people[name]
  return { email, name: people[name].name, language, timeZone, password: demoPassword }
}
