import path from 'node:path'
import { Visitor } from 'oxc-parser'
import type { SourceFile, SourceTree } from './source-tree.ts'

/** An import of one of our files by another. */
export interface Import {
  specifier: string
  /** Path of the imported file from the root; undefined for packages of others, styles and the like. */
  target: string | undefined
  /** Nothing of it is left at run time. */
  isType: boolean
  start: number
}

const workspaceSpecifier = /^@kinkeep\/([a-z]+)\/(.+)$/
const endings = ['', '.ts', '.tsx', '.d.ts']

/** Every import, re-export, `import()` and `import('…')` type of a file. */
export function importsOf(file: SourceFile, tree: SourceTree): Import[] {
  const found: Omit<Import, 'target'>[] = []
  const add = (source: { value: unknown; start: number } | null | undefined, isType: boolean) => {
    if (typeof source?.value === 'string') {
      found.push({ specifier: source.value, isType, start: source.start })
    }
  }
  const isTypeOnly = (specifiers: readonly object[]) =>
    specifiers.length > 0 && specifiers.every(isMarkedType)

  new Visitor({
    ImportDeclaration: (node) => add(node.source, node.importKind === 'type' || isTypeOnly(node.specifiers)),
    ExportNamedDeclaration: (node) =>
      add(node.source, node.exportKind === 'type' || isTypeOnly(node.specifiers)),
    ExportAllDeclaration: (node) => add(node.source, node.exportKind === 'type'),
    ImportExpression: (node) => add(node.source.type === 'Literal' ? node.source : null, false),
    TSImportType: (node) => add(node.source, true),
  }).visit(file.parsed.program)

  return found.map((each) => ({ ...each, target: resolve(file.path, each.specifier, tree) }))
}

function isMarkedType(specifier: object): boolean {
  const kind =
    'importKind' in specifier ? specifier.importKind : 'exportKind' in specifier && specifier.exportKind
  return kind === 'type'
}

function resolve(from: string, specifier: string, tree: SourceTree): string | undefined {
  const [, name, subpath] = workspaceSpecifier.exec(specifier) ?? []
  const bases =
    name && subpath
      ? [`packages/${name}/src/${subpath}`, `apps/${name}/src/${subpath}`]
      : specifier.startsWith('.')
        ? [path.posix.join(path.posix.dirname(from), specifier)]
        : []
  for (const base of bases) {
    for (const ending of endings) if (tree.has(base + ending)) return base + ending
  }
  return undefined
}

/** The workspace package that a path belongs to: `apps/web`, `packages/core`, `bench`, `scripts`. */
export function packageOf(filePath: string): string {
  const [first = '', second = ''] = filePath.split('/')
  return first === 'apps' || first === 'packages' ? `${first}/${second}` : first
}
