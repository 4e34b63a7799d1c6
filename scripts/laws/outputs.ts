import { type Expression, Visitor } from 'oxc-parser'
import { codeOf, type Law, type Problem, type SourceFile } from './source-tree.ts'

const procedureEnd = /^(query|mutation|subscription)$/

/** Law 4: what leaves is an allow-list. Statements name their columns; every procedure declares its output. */
export const outputs: Law = (tree) =>
  codeOf(tree).flatMap((file) => {
    if (file.isTest) return []
    if (file.path.startsWith('packages/core/src/')) return judgeColumns(file)
    return file.path.startsWith('apps/server/src/routers/') ? judgeProcedures(file) : []
  })

function judgeColumns(file: SourceFile): Problem[] {
  const problems: Problem[] = []
  new Visitor({
    CallExpression(node) {
      if (/^(selectAll|returningAll)$/.test(methodOf(node.callee) ?? '')) {
        problems.push(file.problem(node.callee.end, 'names no columns: a new one would leave by itself'))
      }
    },
  }).visit(file.parsed.program)
  return problems
}

function judgeProcedures(file: SourceFile): Problem[] {
  const problems: Problem[] = []
  new Visitor({
    CallExpression({ callee }) {
      if (!procedureEnd.test(methodOf(callee) ?? '')) return
      if (!chainOf(callee).includes('output'))
        problems.push(file.problem(callee.end, 'declares no .output()'))
    },
  }).visit(file.parsed.program)
  return problems
}

function methodOf(callee: Expression): string | undefined {
  if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return undefined
  return callee.property.name
}

/** The methods called before the last one: `builder.input(x).output(y).query` -> output, input. */
function chainOf(callee: Expression): string[] {
  const methods: string[] = []
  let at: Expression = callee
  while (at.type === 'MemberExpression' && at.object.type === 'CallExpression') {
    at = at.object.callee
    methods.push(methodOf(at) ?? '')
  }
  return methods
}
