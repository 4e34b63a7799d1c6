import { Visitor } from 'oxc-parser'
import { codeOf, type Law, type SourceFile } from './source-tree.ts'

const ruled = /^(packages\/core\/src\/(?!platform\/)|apps\/(server|worker)\/src\/)/
const impure =
  /^(Date\.now|Math\.random|crypto\.(randomUUID|randomBytes|getRandomValues)|randomUUID|randomBytes|Date)$/

/** Law 10: time, randomness and ids are passed in; only platform's adapters ask the machine. */
export const clocks: Law = (tree) =>
  codeOf(tree).flatMap((file) => {
    if (!ruled.test(file.path) || file.isTest) return []
    const problems: ReturnType<Law> = []
    const say = (node: { start: number; end: number }) =>
      problems.push(file.problem(node, `${textOf(file, node)}: take it from the deps' clock or random`))
    new Visitor({
      CallExpression(node) {
        if (impure.test(textOf(file, node.callee))) say(node)
      },
      NewExpression(node) {
        if (textOf(file, node.callee) === 'Date' && node.arguments.length === 0) say(node)
      },
    }).visit(file.parsed.program)
    return problems
  })

function textOf(file: SourceFile, { start, end }: { start: number; end: number }): string {
  return file.text.slice(start, end)
}
