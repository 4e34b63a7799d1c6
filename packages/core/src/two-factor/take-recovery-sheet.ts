import { z } from 'zod'
import type { Deps } from '../platform/deps.ts'
import { notFound } from '../platform/errors.ts'
import { renderSheet } from '../platform/pdf-sheet.ts'
import { hashToken } from '../platform/token-hash.ts'
import { downloadContext } from './rules.ts'
import { recoverySheet } from './sheet-rules.ts'

const sealedCodes = z.array(z.string())

/** The sheet of a link, as a PDF, once: whoever asks second gets what an unknown link gets. Throws NotFound. */
export async function takeRecoverySheet(
  deps: Pick<Deps, 'db' | 'clock' | 'secrets'>,
  token: string,
): Promise<{ fileName: string; pdf: Buffer }> {
  const tokenHash = hashToken(token)
  const now = deps.clock.now()
  const taken = await deps.db
    .deleteFrom('oneTimeDownloads')
    .using('users')
    .whereRef('users.id', '=', 'oneTimeDownloads.userId')
    .where('users.deactivatedAt', 'is', null)
    .where('oneTimeDownloads.tokenHash', '=', tokenHash)
    .where('oneTimeDownloads.kind', '=', 'recovery_codes')
    .where('oneTimeDownloads.expiresAt', '>', now)
    .returning(['oneTimeDownloads.contentSealed', 'oneTimeDownloads.createdAt'])
    .returning(['users.email', 'users.language', 'users.timeZone'])
    .executeTakeFirst()
  if (!taken?.contentSealed) throw notFound()

  const { email, language, timeZone, createdAt } = taken
  const codes = sealedCodes.parse(
    JSON.parse(deps.secrets.open(taken.contentSealed, downloadContext(tokenHash))),
  )
  const sheet = recoverySheet(language, { codes, email, madeAt: createdAt, timeZone })
  return { fileName: sheet.fileName, pdf: await renderSheet(sheet) }
}
