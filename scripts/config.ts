import path from 'node:path'

/** The repository's root. */
export const root = path.resolve(import.meta.dirname, '..')

/**
 * What commands inherit; our own Node and tools come first, whatever the host has. A run begins hundreds of processes
 * with much the same code, which Node keeps as it has compiled it: a quarter of the time of tests that start processes.
 */
export const commandEnv: NodeJS.ProcessEnv = {
  ...process.env,
  PATH: [
    path.join(root, 'node_modules/.bin'),
    path.join(root, 'apps/web/node_modules/.bin'),
    process.env.PATH,
  ].join(path.delimiter),
  NODE_COMPILE_CACHE: path.join(root, 'node_modules/.cache/compiled'),
  TURBO_TELEMETRY_DISABLED: '1',
  NO_COLOR: '1',
  FORCE_COLOR: undefined,
}
