import { findCycles } from './cycles.ts'
import { type Import, importsOf, packageOf } from './imports.ts'
import { codeOf, type Law, type Problem, type SourceFile, type SourceTree } from './source-tree.ts'

/** Which packages a package may import. What is not in this table may import nothing of ours. */
const reach: Record<string, readonly string[]> = {
  'apps/server': ['packages/core', 'packages/contracts'],
  'apps/worker': ['packages/core', 'packages/contracts'],
  'apps/web': ['packages/ui', 'packages/contracts'],
  'apps/cli': ['packages/contracts'],
  'apps/standalone': ['packages/core', 'packages/contracts', 'packages/db'],
  'packages/core': ['packages/contracts', 'packages/db'],
  'packages/testing': ['packages/core', 'packages/contracts', 'packages/db'],
  bench: ['packages/core', 'packages/contracts', 'packages/db', 'packages/testing'],
  scripts: ['packages/db', 'packages/testing', 'packages/core'],
}

/** Who may know the router's type, and nothing else of an app. */
const routerType = 'apps/server/src/router.ts'
const mayKnowRouter = ['apps/web', 'apps/cli', 'apps/standalone', 'bench']

/** Rooms of a feature that its neighbours and the apps stay out of; the worker runs what is in the last two. */
const privateRoom = /(^|-)(rules|sql|emails|jobs|handlers)$/
const workerRoom = /(^|-)(jobs|handlers)$/
/** The tables that gather what every feature declares. */
const coreTable = /^packages\/core\/src\/[^/]+\.ts$/
const corePath = /^packages\/core\/src\/([^/]+)\/([^/]+?)\.ts$/
const keepsToFrontDoors = ['apps/server', 'apps/worker', 'packages/core']

/** Floors of the web: each stands on those before it, and knows nothing of those above. */
const webFloors = ['lib', 'components', 'features', 'routes']
const webPath = /^apps\/web\/src\/([a-z]+)\//

const forbiddenNames = /^(utils?|helpers?|common|shared|manager|misc)$/

/** Law 1: arrows point one way, features have front doors, no cycles, no barrels, no rooms for everything. */
export const arrows: Law = (tree) => {
  const graph = new Map<string, string[]>()
  const problems: Problem[] = []
  for (const file of codeOf(tree)) {
    const imports = importsOf(file, tree)
    const atRunTime = imports.filter((each) => !each.isType).flatMap((each) => each.target ?? [])
    graph.set(file.path, atRunTime)
    problems.push(...imports.flatMap((each) => judgeImport(file, each)), ...judgeBarrel(file))
  }
  return [...problems, ...judgeNames(tree), ...judgeCycles(graph, tree)]
}

function judgeImport(file: SourceFile, { specifier, target, isType, start }: Import): Problem[] {
  if (!target) return []
  const from = packageOf(file.path)
  const to = packageOf(target)
  const say = (message: string) => [file.problem(start, message)]

  if (from === to) return [...judgeFeature(file, target, start), ...judgeFloor(file, target, start)]
  if (specifier.startsWith('.') && from.includes('/'))
    return say(`imports ${to} by its path, not by its name`)
  if (to.startsWith('apps/')) {
    const isRouterType = isType && target === routerType && mayKnowRouter.includes(from)
    return isRouterType ? [] : say(`imports the app ${to}; only \`import type\` of its router is for others`)
  }
  const isTestKit = to === 'packages/testing' && file.isTest
  if (!isTestKit && !reach[from]?.includes(to)) return say(`${from} may not import ${to}`)
  return judgeFeature(file, target, start)
}

/** Other features and the apps come in through access, queries and verbs. */
function judgeFeature(file: SourceFile, target: string, start: number): Problem[] {
  const [, toFeature, room] = corePath.exec(target) ?? []
  if (!toFeature || !room || toFeature === 'platform' || file.isTest) return []
  const [, fromFeature] = corePath.exec(file.path) ?? []
  if (fromFeature === toFeature) return []
  if (fromFeature === 'platform')
    return [file.problem(start, `platform may not know the feature ${toFeature}`)]

  const from = packageOf(file.path)
  const mayRunJobs = from === 'apps/worker' || coreTable.test(file.path)
  const isWorkerRoom = mayRunJobs && workerRoom.test(room)
  if (!keepsToFrontDoors.includes(from) || !privateRoom.test(room) || isWorkerRoom) return []
  return [file.problem(start, `reaches into ${toFeature}/${room}; use its access, queries or verbs`)]
}

function judgeFloor(file: SourceFile, target: string, start: number): Problem[] {
  const [from, to] = [file.path, target].map((each) => webFloors.indexOf(webPath.exec(each)?.[1] ?? ''))
  if (from === undefined || to === undefined || from < 0 || to <= from) return []
  return [file.problem(start, `${webFloors[from]} may not know ${webFloors[to]}`)]
}

function judgeBarrel(file: SourceFile): Problem[] {
  const problems: Problem[] = []
  const { body } = file.parsed.program
  const reExports = body.filter((node) => 'source' in node && node.source && node.type.startsWith('Export'))
  for (const node of reExports) {
    const isValueStar = node.type === 'ExportAllDeclaration' && node.exportKind !== 'type'
    if (isValueStar) problems.push(file.problem(node, '`export *` hides what a file offers'))
  }
  const isOnlyReExports = body.length > 0 && reExports.length === body.length
  if (isOnlyReExports && problems.length === 0) {
    problems.push(file.problem(0, 'is a barrel: import from the files themselves'))
  }
  return problems
}

function judgeNames(tree: SourceTree): Problem[] {
  return codeOf(tree).flatMap((file) => {
    const bad = file.path.split(/[/.-]/).find((part) => forbiddenNames.test(part))
    return bad ? [file.problem(0, `"${bad}" is a name for everything: name the thing`)] : []
  })
}

function judgeCycles(graph: Map<string, string[]>, tree: SourceTree): Problem[] {
  return findCycles(graph).flatMap((cycle) => {
    const first = tree.get(cycle[0] ?? '')
    return first ? [first.problem(0, `imports itself in a circle: ${cycle.join(' -> ')}`)] : []
  })
}
