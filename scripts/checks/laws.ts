import { root } from '../config.ts'
import { arrows } from '../laws/arrows.ts'
import { clocks } from '../laws/clocks.ts'
import { env } from '../laws/env.ts'
import { files } from '../laws/files.ts'
import { house } from '../laws/house.ts'
import { i18n } from '../laws/i18n.ts'
import { outputs } from '../laws/outputs.ts'
import { scopes } from '../laws/scopes.ts'
import { formatProblems, type Law, readTree, type SourceTree } from '../laws/source-tree.ts'
import { transactionEffects } from '../laws/transaction-effects.ts'
import { vocabulary } from '../laws/vocabulary.ts'
import type { Check } from './check.ts'

const laws: Record<string, Law> = {
  house,
  arrows,
  vocabulary,
  scopes,
  outputs,
  transactionEffects,
  env,
  clocks,
  i18n,
  files,
}

let read: SourceTree | undefined

function tree(): SourceTree {
  read ??= readTree(root)
  return read
}

/** The laws, each a check of its own over the tree, which is read and parsed once. */
export const lawChecks: readonly Check[] = Object.entries(laws).map(([name, law]) => ({
  name: `law: ${name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)}`,
  run: () => formatProblems(law(tree())),
}))
