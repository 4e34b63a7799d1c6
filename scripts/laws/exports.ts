import type { ArrowFunctionExpression, Function as FunctionNode, ParamPattern } from 'oxc-parser'
import type { SourceFile } from './source-tree.ts'

export interface ExportedFunction {
  name: string
  start: number
  params: readonly ParamPattern[]
}

/** Names of what a file exports besides types. */
export function exportedValues(file: SourceFile): string[] {
  const entries = file.parsed.module.staticExports.flatMap((each) => each.entries)
  return entries
    .filter((entry) => !entry.isType && !isTypeName(file, entry.exportName.name))
    .map((entry) => entry.exportName.name ?? 'default')
}

/** The functions among a file's exports, also those written as `export const x = () => …`. */
export function exportedFunctions(file: SourceFile): ExportedFunction[] {
  return file.parsed.program.body.flatMap((node) => {
    if (node.type !== 'ExportNamedDeclaration' || !node.declaration) return []
    const { declaration } = node
    if (declaration.type === 'FunctionDeclaration') {
      return [{ name: declaration.id?.name ?? '', start: declaration.start, params: declaration.params }]
    }
    if (declaration.type !== 'VariableDeclaration') return []
    return declaration.declarations.flatMap(({ id, init }) =>
      id.type === 'Identifier' && init && isFunction(init)
        ? [{ name: id.name, start: id.start, params: init.params }]
        : [],
    )
  })
}

function isFunction(node: { type: string }): node is ArrowFunctionExpression | FunctionNode {
  return node.type === 'ArrowFunctionExpression' || node.type === 'FunctionExpression'
}

function isTypeName(file: SourceFile, name: string | null): boolean {
  return file.parsed.program.body.some(
    (node) =>
      node.type === 'ExportNamedDeclaration' &&
      (node.declaration?.type === 'TSTypeAliasDeclaration' ||
        node.declaration?.type === 'TSInterfaceDeclaration') &&
      node.declaration.id.name === name,
  )
}
