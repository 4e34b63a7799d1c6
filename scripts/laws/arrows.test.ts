import { expect, test } from 'vitest'
import { arrows } from './arrows.ts'
import { treeOf } from './source-tree.ts'

const router = { 'apps/server/src/router.ts': 'export type AppRouter = {}\nexport const appRouter = 1' }
const feature = {
  'packages/core/src/keeps/rules.ts': 'export const a = 1',
  'packages/core/src/keeps/jobs.ts': 'export const a = 1',
  'packages/core/src/keeps/queries.ts': 'export const a = 1',
}

function messages(files: Record<string, string>): string[] {
  return arrows(treeOf(files)).map(({ path, message }) => `${path}: ${message}`)
}

test('packages import what the table lets them', () => {
  const files = {
    ...feature,
    'packages/contracts/src/keeps.ts': 'export const k = 1',
    'packages/testing/src/database.ts': 'export const d = 1',
    'apps/server/src/app.ts':
      "import { a } from '@kinkeep/core/keeps/queries'\nexport { k } from '@kinkeep/contracts/keeps'\na",
    'apps/server/src/app.test.ts': "import { d } from '@kinkeep/testing/database'\nd",
    'apps/worker/src/main.ts': "import { a } from '@kinkeep/core/keeps/jobs'\na",
  }
  expect(messages(files)).toEqual([])
})

test.each([
  ["import { d } from '@kinkeep/db/client'", 'apps/server may not import packages/db'],
  ["const d = await import('@kinkeep/db/client')", 'apps/server may not import packages/db'],
  ["type D = import('@kinkeep/db/client').D", 'apps/server may not import packages/db'],
  [
    "import { d } from '../../../packages/db/src/client.ts'",
    'imports packages/db by its path, not by its name',
  ],
  ["import { d } from '@kinkeep/testing/database'", 'apps/server may not import packages/testing'],
  [
    "import { a } from '@kinkeep/core/keeps/rules'",
    'reaches into keeps/rules; use its access, queries or verbs',
  ],
  [
    "import { a } from '@kinkeep/core/keeps/jobs'",
    'reaches into keeps/jobs; use its access, queries or verbs',
  ],
])('a server with %s is caught', (line, message) => {
  const files = {
    ...feature,
    'packages/db/src/client.ts': 'export const d = 1',
    'packages/testing/src/database.ts': 'export const d = 1',
    'apps/server/src/app.ts': `${line}\nexport const app = 1`,
  }
  expect(messages(files)).toEqual([`apps/server/src/app.ts: ${message}`])
})

test('the web knows the type of the router and nothing else of an app', () => {
  const allowed = "import type { AppRouter } from '@kinkeep/server/router'\nexport type R = AppRouter"
  expect(messages({ ...router, 'apps/web/src/api.ts': allowed })).toEqual([])

  const value = "import { appRouter } from '@kinkeep/server/router'\nappRouter"
  expect(messages({ ...router, 'apps/web/src/api.ts': value })).toHaveLength(1)
  const worker = "import type { AppRouter } from '@kinkeep/server/router'\nexport type R = AppRouter"
  expect(messages({ ...router, 'apps/worker/src/main.ts': worker })).toHaveLength(1)
})

test('a feature comes to another through its front doors', () => {
  const verb = (room: string) => ({
    ...feature,
    'packages/core/src/circles/get-circle.ts': `import { a } from '../keeps/${room}.ts'\na`,
  })
  expect(messages(verb('queries'))).toEqual([])
  expect(messages(verb('rules'))).toEqual([
    'packages/core/src/circles/get-circle.ts: reaches into keeps/rules; use its access, queries or verbs',
  ])
})

test('platform knows no feature; the table of all jobs knows every one', () => {
  const files = {
    ...feature,
    'packages/core/src/jobs.ts': "import { a } from './keeps/jobs.ts'\na",
    'packages/core/src/platform/db.ts': "import { a } from '../keeps/queries.ts'\na",
  }
  expect(messages(files)).toEqual([
    'packages/core/src/platform/db.ts: platform may not know the feature keeps',
  ])
})

test('the web builds features on components, never the other way', () => {
  const files = {
    'apps/web/src/features/keeps/keep-tile.tsx':
      "import { frame } from '../../components/frame.tsx'\nexport const tile = frame",
    'apps/web/src/components/frame.tsx': 'export const frame = 1',
    'apps/web/src/components/shell.tsx': "import { tile } from '../features/keeps/keep-tile.tsx'\ntile",
    'apps/web/src/routes/home.tsx': "import { tile } from '../features/keeps/keep-tile.tsx'\ntile",
  }
  expect(messages(files)).toEqual(['apps/web/src/components/shell.tsx: components may not know features'])
})

test('a circle of imports is caught, one of types is none', () => {
  const circle = (keyword: string) => ({
    'scripts/a.ts': "import { b } from './b.ts'\nexport const a = b",
    'scripts/b.ts': `${keyword} { a } from './a.ts'\nexport const b = 1`,
  })
  expect(messages(circle('import'))).toEqual([
    'scripts/a.ts: imports itself in a circle: scripts/a.ts -> scripts/b.ts -> scripts/a.ts',
  ])
  expect(messages(circle('import type'))).toEqual([])
})

test('barrels and `export *` are caught', () => {
  const files = {
    'packages/ui/src/button.tsx': 'export const b = 1',
    'packages/ui/src/index.ts': "export { b } from './button.tsx'",
    'packages/ui/src/all.ts': "export * from './button.tsx'\nexport const c = 1",
  }
  expect(messages(files)).toEqual([
    'packages/ui/src/index.ts: is a barrel: import from the files themselves',
    'packages/ui/src/all.ts: `export *` hides what a file offers',
  ])
})

test('names for everything are caught, in files and in folders', () => {
  const files = { 'apps/web/src/utils/day.ts': 'export {}', 'apps/web/src/state-manager.ts': 'export {}' }
  expect(messages(files)).toEqual([
    'apps/web/src/utils/day.ts: "utils" is a name for everything: name the thing',
    'apps/web/src/state-manager.ts: "manager" is a name for everything: name the thing',
  ])
})
