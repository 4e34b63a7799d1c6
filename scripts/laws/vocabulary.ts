import { exportedFunctions, exportedValues } from './exports.ts'
import { codeOf, type Law, type Problem, type SourceFile } from './source-tree.ts'

const featureFile = /^packages\/core\/src\/([^/]+)\/(.+)$/
/** The rooms of a feature; one with several nouns may have `invitation-rules.ts` beside `rules.ts`. */
const room = /^([a-z]+-)*(access|queries|rules|sql|jobs|handlers|emails)$/
const verbNoun = /^[a-z]+(-[a-z0-9]+)+$/

/** A feature of core has the same few rooms, and one file for each thing that can be done. */
export const vocabulary: Law = (tree) =>
  codeOf(tree).flatMap((file) => {
    const [, feature, name] = featureFile.exec(file.path) ?? []
    if (!feature || !name || feature === 'platform' || file.isTest) return []
    if (name.includes('/')) return [file.problem(0, 'a feature is one flat folder')]
    if (!name.endsWith('.ts')) return [file.problem(0, 'Node runs no .tsx: write it with createElement')]
    return room.test(file.stem) ? [] : judgeVerb(file)
  })

function judgeVerb(file: SourceFile): Problem[] {
  if (!verbNoun.test(file.stem)) {
    return [file.problem(0, `"${file.stem}" is neither a room of a feature nor verb-noun`)]
  }
  const expected = file.stem.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())
  const values = exportedValues(file)
  const isOneVerb = values.length === 1 && exportedFunctions(file).some(({ name }) => name === expected)
  if (isOneVerb) return []
  return [
    file.problem(0, `must export one function, ${expected}; it exports ${values.join(', ') || 'nothing'}`),
  ]
}
