import type { ListPets, OnePet, PetView } from '@kinkeep/contracts/pets'
import type { CircleScope } from '../circles/access.ts'
import type { ReaderScope } from '../guest-links/access.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { notFound } from '../platform/errors.ts'
import { decodeCursor, idPattern, toPage } from '../platform/keyset.ts'
import { toPetView } from './rules.ts'
import { selectPets } from './sql.ts'

/** Pets in the order in which they were added, those that are remembered among them. */
export async function listPets(deps: Pick<Deps, 'db'>, scope: ReaderScope<'pet.read'>, input: ListPets) {
  const after = decodeCursor(input.cursor, [idPattern])
  const rows = await selectPets(deps.db, scope.circleId)
    .$if(after !== undefined, (query) => query.where('pets.id', '>', after?.[0] ?? ''))
    .orderBy('pets.id')
    .limit(input.limit + 1)
    .execute()
  return toPage(
    rows,
    input.limit,
    (row) => [row.id],
    (row) => toPetView(scope, row),
  )
}

/** One pet. Throws NotFound. */
export async function getPet(
  deps: Pick<Deps, 'db'>,
  scope: ReaderScope<'pet.read'>,
  { petId }: OnePet,
): Promise<PetView> {
  const row = await selectPets(deps.db, scope.circleId).where('pets.id', '=', petId).executeTakeFirst()
  if (!row) throw notFound()
  return toPetView(scope, row)
}

/** What a verb must know of a pet, locked until the transaction ends. Throws NotFound. */
export async function getPetForWrite(
  tx: Tx,
  { circleId }: CircleScope<'pet.update'> | CircleScope<'pet.delete'>,
  petId: string,
) {
  const pet = await tx
    .selectFrom('pets')
    .select(['id', 'birthdate', 'diedOn', 'createdBy'])
    .where('circleId', '=', circleId)
    .where('id', '=', petId)
    .forUpdate()
    .executeTakeFirst()
  if (!pet) throw notFound()
  return pet
}

/** The view of a pet as this transaction sees it. */
export async function getPetView(
  tx: Tx,
  scope: CircleScope<'pet.create' | 'pet.update'>,
  petId: string,
): Promise<PetView> {
  const row = await selectPets(tx, scope.circleId).where('pets.id', '=', petId).executeTakeFirstOrThrow()
  return toPetView(scope, row)
}
