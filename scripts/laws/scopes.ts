import { type ParamPattern, Visitor } from 'oxc-parser'
import { type ExportedFunction, exportedFunctions } from './exports.ts'
import { importsOf } from './imports.ts'
import { publicVerbs } from './public-verbs.ts'
import { codeOf, type Law, type Problem, type SourceFile, type SourceTree } from './source-tree.ts'

const featureFile = /^packages\/core\/src\/(?!platform\/)([^/]+)\/([^/]+)\.ts$/
/** Rooms in which nothing acts for a person: proofs are made, decided upon, or run by the worker itself. */
const withoutCallers = /(^|-)(access|rules|sql|jobs|handlers|emails)$/
const proofType = /(Scope|Proof)$/

/** Law 2: proofs are made in access.ts alone, and every verb and query asks for one. */
export const scopes: Law = (tree) => [
  ...codeOf(tree).flatMap((file) => [...judgeForgery(file), ...judgeMint(file), ...judgeVerbs(file, tree)]),
  ...judgeTable(tree),
]

/** The table of public verbs names only what there is, so that no permission waits in it for a new verb. */
function judgeTable(tree: SourceTree): Problem[] {
  const table = tree.get('scripts/laws/public-verbs.ts')
  if (!table) return []
  const verbs = new Set(
    codeOf(tree).flatMap((file) => {
      const [, feature] = featureFile.exec(file.path) ?? []
      return feature ? exportedFunctions(file).map(({ name }) => `${feature}/${name}`) : []
    }),
  )
  return Object.keys(publicVerbs)
    .filter((name) => !verbs.has(name))
    .map((name) => table.problem(table.text.indexOf(name), `${name} does not exist`))
}

function isAccess(file: SourceFile): boolean {
  return featureFile.test(file.path) && /(^|-)access$/.test(file.stem)
}

function judgeForgery(file: SourceFile): Problem[] {
  if (isAccess(file)) return []
  const problems: Problem[] = []
  const judgeCast = (node: { start: number; typeAnnotation: { start: number; end: number } }) => {
    const type = file.text.slice(node.typeAnnotation.start, node.typeAnnotation.end).replace(/<.*/s, '')
    if (proofType.test(type))
      problems.push(file.problem(node, `casts to ${type}: only access.ts makes proofs`))
  }
  new Visitor({ TSAsExpression: judgeCast, TSTypeAssertion: judgeCast }).visit(file.parsed.program)
  return problems
}

/** A proof's class stays in its file and has a private field, so that no other object fits its type. */
function judgeMint(file: SourceFile): Problem[] {
  const problems: Problem[] = []
  new Visitor({
    ExportNamedDeclaration(node) {
      const isProof =
        node.declaration?.type === 'ClassDeclaration' && proofType.test(node.declaration.id?.name ?? '')
      if (isProof) problems.push(file.problem(node, "exports a proof's class: export its type only"))
    },
    ClassDeclaration(node) {
      if (!proofType.test(node.id?.name ?? '')) return
      const hasPrivateField = node.body.body.some(
        (member) => member.type === 'PropertyDefinition' && member.key.type === 'PrivateIdentifier',
      )
      if (!hasPrivateField)
        problems.push(file.problem(node, 'a proof without a #private field can be imitated'))
    },
  }).visit(file.parsed.program)
  return problems
}

function judgeVerbs(file: SourceFile, tree: SourceTree): Problem[] {
  const [, feature, room] = featureFile.exec(file.path) ?? []
  if (!feature || !room || file.isTest || withoutCallers.test(room)) return []
  return exportedFunctions(file).flatMap((verb) => {
    if (verb.params.some((param) => proofType.test(typeNameOf(file, param)))) return []
    if (`${feature}/${verb.name}` in publicVerbs) return []
    if (isStep(file, verb)) return judgeStep(file, tree)
    return [file.problem(verb, `${verb.name} takes no scope and is not in the table of public verbs`)]
  })
}

/** A part of a verb, which already runs in the verb's transaction: core composes it, transports may not call it. */
function isStep(file: SourceFile, { params }: ExportedFunction): boolean {
  return params[0] !== undefined && typeNameOf(file, params[0]) === 'Tx'
}

function judgeStep(step: SourceFile, tree: SourceTree): Problem[] {
  const transports = codeOf(tree).filter(({ path, isTest }) => path.startsWith('apps/') && !isTest)
  return transports.flatMap((file) =>
    importsOf(file, tree)
      .filter(({ target }) => target === step.path)
      .map(({ start }) =>
        file.problem(start, `${step.stem} takes no scope: it is a step of verbs, for core alone`),
      ),
  )
}

function typeNameOf(file: SourceFile, param: ParamPattern): string {
  const annotation = 'typeAnnotation' in param ? param.typeAnnotation?.typeAnnotation : undefined
  if (!annotation) return ''
  return file.text.slice(annotation.start, annotation.end).replace(/<.*/s, '')
}
