import { Visitor } from 'oxc-parser'
import { codeOf, type Law, type Problem, type SourceFile } from './source-tree.ts'

const configFile = /(^|\/)(config|[a-z]+\.config)\.ts$/

/** Law 8: the environment is read in config files, once, and no behaviour asks which environment it is in. */
export const env: Law = (tree) => codeOf(tree).flatMap((file) => [...judgeReads(file), ...judgeNodeEnv(file)])

function judgeReads(file: SourceFile): Problem[] {
  if (configFile.test(file.path) || file.isTest) return []
  const problems: Problem[] = []
  const say = (node: { start: number }) =>
    problems.push(file.problem(node, 'reads the environment outside config.ts'))
  new Visitor({
    MemberExpression(node) {
      const { object, property } = node
      const name =
        property.type === 'Identifier' ? property.name : property.type === 'Literal' && property.value
      const isProcess = object.type === 'Identifier' && object.name === 'process'
      if (name === 'env' && (isProcess || object.type === 'MetaProperty')) say(node)
    },
    ImportDeclaration(node) {
      if (!/^(node:)?process$/.test(node.source.value)) return
      const names = node.specifiers.map((each) =>
        'imported' in each ? file.text.slice(each.start, each.end) : '',
      )
      if (names.some((name) => /^env\b/.test(name))) say(node)
    },
    VariableDeclarator({ id, init }) {
      if (init?.type !== 'Identifier' || init.name !== 'process' || id.type !== 'ObjectPattern') return
      if (/\benv\b/.test(file.text.slice(id.start, id.end))) say(id)
    },
  }).visit(file.parsed.program)
  return problems
}

function judgeNodeEnv(file: SourceFile): Problem[] {
  const problems: Problem[] = []
  const say = (node: { start: number }) =>
    problems.push(file.problem(node, 'behaviour does not depend on NODE_ENV'))
  const written = new Set<number>()
  new Visitor({
    AssignmentExpression({ left }) {
      // Settling it for a tool, whatever the shell says, is the opposite of depending on it.
      if (configFile.test(file.path) && left.type === 'MemberExpression') written.add(left.property.start)
    },
    Identifier(node) {
      if (node.name === 'NODE_ENV' && !written.has(node.start)) say(node)
    },
    Literal(node) {
      if (node.value === 'NODE_ENV') say(node)
    },
  }).visit(file.parsed.program)
  return isThisLaw(file) ? [] : problems
}

function isThisLaw(file: SourceFile): boolean {
  return file.path.startsWith('scripts/laws/env.')
}
