import { Visitor } from 'oxc-parser'
import { codeOf, type Law } from './source-tree.ts'

const effects = /^(enqueue|publish|audit)$/

/** Law 5: jobs, events and audit entries are made by the transaction that made what they tell of. */
export const transactionEffects: Law = (tree) =>
  codeOf(tree).flatMap((file) => {
    if (!/^(packages\/core|apps\/(server|worker))\//.test(file.path) || file.isTest) return []
    const problems: ReturnType<Law> = []
    new Visitor({
      CallExpression(node) {
        const { callee } = node
        if (callee.type !== 'Identifier' || !effects.test(callee.name)) return
        const [first] = node.arguments
        if (first?.type === 'Identifier' && first.name === 'tx') return
        problems.push(file.problem(node, `${callee.name} takes the transaction, called tx, first`))
      },
    }).visit(file.parsed.program)
    return problems
  })
