import type { AddMeasurement, MeasurementView } from '@kinkeep/contracts/children'
import { limits } from '@kinkeep/contracts/limits'
import { recordActivity } from '../activities/record-activity.ts'
import type { CircleScope } from '../circles/access.ts'
import { audit } from '../platform/audit.ts'
import type { Tx } from '../platform/db.ts'
import type { Deps } from '../platform/deps.ts'
import { DomainError } from '../platform/errors.ts'
import { publish } from '../platform/events.ts'
import { getChildForWrite } from './queries.ts'
import { assertMeasuringDay } from './rules.ts'
import { selectMeasurements } from './sql.ts'

/**
 * Writes down how tall, heavy or round of head a child was on a day: millimetres and grams. One row a day: what is
 * given replaces what that day had, so that sending twice changes nothing. Throws NotFound, ROLE_TOO_LOW,
 * CHILD_IS_GROWN, TOO_LARGE for a child measured too often, INVALID_INPUT for a day before birth or after today.
 */
export async function addMeasurement(
  deps: Pick<Deps, 'transaction' | 'random'>,
  scope: CircleScope<'measurement.add'>,
  input: AddMeasurement,
): Promise<MeasurementView> {
  const { circleId, userId } = scope
  return deps.transaction(async (tx) => {
    const child = await getChildForWrite(tx, scope, input.childId)
    const { measuredOn, heightMm, weightG, headMm } = input
    const now = tx.effects.clock.now()
    assertMeasuringDay(measuredOn, { birthdate: child.birthdate, timeZone: scope.user.timeZone, now })
    await assertRoomForDay(tx, circleId, child.id, measuredOn)
    const view = await tx
      .insertInto('measurements')
      .values({
        circleId,
        id: deps.random.id(),
        childId: child.id,
        measuredOn,
        heightMm: heightMm ?? null,
        weightG: weightG ?? null,
        headMm: headMm ?? null,
        createdBy: userId,
        createdAt: now,
      })
      .onConflict((conflict) =>
        conflict.columns(['circleId', 'childId', 'measuredOn']).doUpdateSet((set) => ({
          heightMm: set.fn.coalesce('excluded.heightMm', 'measurements.heightMm'),
          weightG: set.fn.coalesce('excluded.weightG', 'measurements.weightG'),
          headMm: set.fn.coalesce('excluded.headMm', 'measurements.headMm'),
          createdBy: set.ref('excluded.createdBy'),
        })),
      )
      .returning(['id', 'measuredOn', 'heightMm', 'weightG', 'headMm'])
      .executeTakeFirstOrThrow()
    await recordActivity(tx, circleId, scope, { kind: 'measurement.added', childId: child.id })
    await audit(tx, scope.actor, { action: 'measurement.added', circleId, subjectId: view.id })
    await publish(tx, circleId, { type: 'child.changed', childId: child.id })
    return view
  })
}

/** Under the child's lock. */
async function assertRoomForDay(
  tx: Tx,
  circleId: string,
  childId: string,
  measuredOn: string,
): Promise<void> {
  const { count } = await tx
    .selectFrom(
      selectMeasurements(tx, circleId, childId)
        .where('measuredOn', '<>', measuredOn)
        .limit(limits.measurementsPerChild)
        .as('others'),
    )
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  if (count >= limits.measurementsPerChild) throw new DomainError('TOO_LARGE')
}
