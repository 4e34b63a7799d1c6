import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { Generator, getConfig } from '@tanstack/router-generator'
import { root } from '../config.ts'
import type { Check } from './check.ts'

const web = path.join(root, 'apps/web')
const generated = path.join(web, 'src/routeTree.gen.ts')

/** The web's route tree is what its route files make. Options are those of apps/web/vite.config.ts. */
export const routesCheck: Check = {
  name: 'routes are generated',
  async run() {
    const before = readFileSync(generated, 'utf8')
    const config = getConfig(
      {
        target: 'react',
        autoCodeSplitting: true,
        quoteStyle: 'single',
        semicolons: false,
        disableLogging: true,
      },
      web,
    )
    await new Generator({ config, root: web }).run()
    if (readFileSync(generated, 'utf8') === before) return ''
    writeFileSync(generated, before)
    return 'apps/web/src/routeTree.gen.ts is not what src/routes makes; run pnpm build'
  },
}
