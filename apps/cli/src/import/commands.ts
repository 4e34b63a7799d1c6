import { stat } from 'node:fs/promises'
import { limits } from '@kinkeep/contracts/limits'
import { z } from 'zod'
import { createApiClient } from '../calls/api-client.ts'
import { type Branch, t } from '../calls/build-router.ts'
import type { Config } from '../config.ts'
import { UsageError } from '../usage-error.ts'
import { folderOf, isMedia } from './found-file.ts'
import { type ImportItem, importFiles } from './import-files.ts'
import { readTakeout } from './read-takeout.ts'
import { walkFolder } from './walk-folder.ts'

const scopes = 'Scopes of the token: media:read, media:write, keeps:read, keeps:write.'
const circleId = z.uuid().describe('The circle that they go into')
const dryRun = z.boolean().default(false).describe('Say what would be brought along, and send nothing')

export interface ImportHooks {
  /** Hears of each file, while it goes. */
  note: (line: string) => void
  /** Something was not taken: the program ends with 1. */
  onFailed: () => void
}

/** `kinkeep import folder` and `kinkeep import takeout`. */
export function importCommands(config: Config, hooks: ImportHooks): Branch {
  return {
    folder: t.procedure
      .meta({ description: `Brings every photo and video below a folder into a circle. ${scopes}` })
      .input(
        z.object({
          folder: z.string().describe('Where they are').meta({ positional: true }),
          circleId,
          albums: z.boolean().default(false).describe('Make an album of each folder, by its name'),
          dryRun,
        }),
      )
      .mutation(async ({ input }) => {
        const items = await readFolder(input.folder, input.albums)
        return run(config, hooks, input, items)
      }),

    takeout: t.procedure
      .meta({
        description: `Brings a Google Takeout into a circle: its ZIPs, or where they were unpacked. ${scopes}`,
      })
      .input(
        z.object({
          sources: z.array(z.string()).min(1).describe('ZIPs and folders').meta({ positional: true }),
          circleId,
          dryRun,
        }),
      )
      .mutation(async ({ input }) => {
        const { items, trashed, close } = await readTakeout(input.sources)
        try {
          return { ...(await run(config, hooks, input, items)), leftInTrash: trashed }
        } finally {
          close()
        }
      }),
  }
}

async function run(
  config: Config,
  { note, onFailed }: ImportHooks,
  input: { circleId: string; dryRun: boolean },
  items: readonly ImportItem[],
) {
  if (input.dryRun) {
    const albums = new Set(items.flatMap((item) => item.albums))
    const bytes = items.reduce((sum, { file }) => sum + file.byteSize, 0)
    return {
      found: items.length,
      bytes,
      albums: albums.size,
      described: items.filter((item) => item.description).length,
    }
  }
  const client = createApiClient(config)
  const summary = await importFiles({ client, circleId: input.circleId, items, note })
  if (summary.failed.length > 0 || summary.verified < summary.sent) onFailed()
  return summary
}

async function readFolder(folder: string, withAlbums: boolean): Promise<ImportItem[]> {
  const facts = await stat(folder).catch(() => undefined)
  if (!facts?.isDirectory()) throw new UsageError(`There is no folder "${folder}".`)
  const files = await walkFolder(folder)
  return files.filter(isMedia).map((file) => {
    const name = folderOf(file).split('/').at(-1)?.slice(0, limits.albumTitleLength)
    return {
      ...{ file, takenAt: undefined, description: undefined, isFavourite: false },
      albums: withAlbums && name ? [name] : [],
    }
  })
}
