import type { Law, Problem, SourceFile } from './source-tree.ts'

const maxLines = 400
/** Written so that they do not find themselves. */
const unfinished = /\b(TO[D]O|FIX[M]E|X[X]X)\b/
const skippedTest = /\b(test|it|describe|suite)\.(only|skip|fixme|todo)\b/
const secrets =
  /-----BEGIN [A-Z ]*PRIVATE KEY|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36}|\bxox[bp]-[0-9]/
const unchecked = /@ts-(ignore|nocheck|expect-error)\s*$/

/** Files stay small enough to be one idea, finished, and without secrets; every test runs. */
export const files: Law = (tree) =>
  [...tree.values()].flatMap((file) => [...judgeLength(file), ...judgeLines(file)])

function judgeLength(file: SourceFile): Problem[] {
  const isExempt = !file.isCode || file.isTest || file.isGenerated
  const lines = file.text.split('\n').length - 1
  return isExempt || lines <= maxLines ? [] : [file.problem(0, `has ${lines} lines: it asks to be two ideas`)]
}

function judgeLines(file: SourceFile): Problem[] {
  const isHandWritten = file.isCode && !file.isGenerated
  const rules: { pattern: RegExp; message: string; applies: boolean }[] = [
    { pattern: secrets, message: 'looks like a secret', applies: true },
    { pattern: unfinished, message: 'is unfinished', applies: isHandWritten },
    { pattern: unchecked, message: 'switches types off without a reason', applies: isHandWritten },
    { pattern: skippedTest, message: 'keeps tests from running', applies: file.isTest },
  ]
  return rules
    .filter(({ applies }) => applies)
    .flatMap(({ pattern, message }) =>
      file.text
        .split('\n')
        .flatMap((text, index) =>
          pattern.test(text) ? [{ path: file.path, line: index + 1, message }] : [],
        ),
    )
}
