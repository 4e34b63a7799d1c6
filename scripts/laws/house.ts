import type { Law } from './source-tree.ts'

const rooms = [
  'apps/server/package.json',
  'apps/web/package.json',
  'apps/worker/package.json',
  'packages/db/package.json',
  'packages/contracts/package.json',
  'packages/ui/package.json',
  'turbo.json',
  'pnpm-workspace.yaml',
  'package.json',
  'docker-compose.yml',
  'README.md',
]

/** The tree has the shape that the architecture names. */
export const house: Law = (tree) =>
  rooms.filter((room) => !tree.has(room)).map((path) => ({ path, line: 1, message: 'is missing' }))
