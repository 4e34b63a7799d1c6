import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { root } from '../config.ts'
import type { Check } from './check.ts'

interface Manifest {
  name?: string
  license?: unknown
  licenses?: unknown
  dependencies?: Record<string, string>
  devDependencies?: Record<string, string>
  optionalDependencies?: Record<string, string>
}

const pinned = /^(\d+\.\d+\.\d+(-[\w.]+)?|workspace:\*|catalog:)$/
const unwelcome = /\b(AGPL|SSPL|BUSL)/i

/** Versions are exact, and nothing installed asks for more than this house may give. */
export const dependenciesCheck: Check = {
  name: 'dependencies: pins and licences',
  run() {
    const ours = globSync(['package.json', '{apps,packages}/*/package.json', 'bench/package.json'], {
      cwd: root,
    })
    const installed = globSync('node_modules/.pnpm/*/node_modules/{*,@*/*}/package.json', { cwd: root })
    return [
      ...ours.flatMap((file) => judgePins(file, readManifest(file))),
      ...judgeCatalog(readFileSync(path.join(root, 'pnpm-workspace.yaml'), 'utf8')),
      ...installed.flatMap((file) => judgeLicence(readManifest(file))),
    ].join('\n')
  },
}

function readManifest(file: string): Manifest {
  const manifest: Manifest = JSON.parse(readFileSync(path.join(root, file), 'utf8'))
  return manifest
}

export function judgePins(file: string, manifest: Manifest): string[] {
  const all = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies }
  return Object.entries(all).flatMap(([name, version]) =>
    pinned.test(version) ? [] : [`${file}: ${name} is "${version}", not an exact version`],
  )
}

/** The versions below `catalog:` and `overrides:`; both are flat lists. */
export function judgeCatalog(workspace: string): string[] {
  const sections = workspace.matchAll(/^(?:catalog|overrides):\n((?: {2}.*\n?)+)/gm)
  return [...sections].flatMap(([, lines = '']) =>
    [...lines.matchAll(/^ {2}'?([^':]+)'?: *(.+)$/gm)].flatMap(([, name = '', version = '']) =>
      pinned.test(version) ? [] : [`pnpm-workspace.yaml: ${name} is "${version}", not an exact version`],
    ),
  )
}

/** A choice of licences is fine when one of them is. */
export function judgeLicence({ name = '?', license, licenses }: Manifest): string[] {
  const stated = JSON.stringify(license ?? licenses ?? '')
  const isFine = !unwelcome.test(stated) || stated.split(/\bOR\b/i).some((choice) => !unwelcome.test(choice))
  return isFine ? [] : [`${name} is licensed ${stated}`]
}
