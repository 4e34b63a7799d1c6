import { migrateToLatest } from '@kinkeep/db/migrate'
import { launch } from '@kinkeep/testing/launcher'

/** Starts a Postgres of its own, migrates it, lends it out and throws it away. About 2 s. */
export async function withMigratedDatabase<T>(work: (url: string) => Promise<T>): Promise<T> {
  const { postgresUrl, stop } = await launch('services', { args: ['--only=postgres'] })
  try {
    await migrateToLatest(postgresUrl)
    return await work(postgresUrl)
  } finally {
    await stop()
  }
}
