import { randomBytes } from 'node:crypto'
import path from 'node:path'
import type { Progress } from './console.ts'
import type { Lifetime } from './lifetime.ts'
import { type MailCatcher, startMailCatcher } from './mail-catcher.ts'
import { type Postgres, startPostgres } from './postgres/postgres.ts'
import { createThrowawayFolder } from './throwaway-folder.ts'

export const serviceNames = ['postgres', 'store', 'mail'] as const
export type ServiceName = (typeof serviceNames)[number]

export interface Services {
  postgres?: Postgres
  mail?: MailCatcher
}

/** Postgres, object store and mail catcher on free ports with data that is thrown away. */
export async function startThrowawayServices(
  lifetime: Lifetime,
  progress: Progress,
  wanted: readonly ServiceName[],
): Promise<Services> {
  const folder = await lifetime.own(createThrowawayFolder())
  const [postgres, mail] = await Promise.all([
    wanted.includes('postgres')
      ? lifetime.own(
          startPostgres({
            folder: path.join(folder.path, 'postgres'),
            password: randomBytes(18).toString('base64url'),
            durable: false,
            remove: folder.path,
            onWarning: progress.warn,
          }),
        )
      : undefined,
    wanted.includes('mail')
      ? lifetime.own(startMailCatcher({ host: '127.0.0.1', webPort: undefined, directory: undefined }))
      : undefined,
  ])
  return { ...(postgres && { postgres }), ...(mail && { mail }) }
}
