import { expect, test } from 'vitest'
import { scopes } from './scopes.ts'
import { treeOf } from './source-tree.ts'

function messages(files: Record<string, string>): string[] {
  return scopes(treeOf(files)).map(({ message }) => message)
}

const access = `
  class CircleProof<P> { readonly #id: string; constructor(id: string) { this.#id = id } }
  export type CircleScope<P = string> = CircleProof<P>
  export function requireCircle(deps: Deps) { return new CircleProof('') as CircleScope }`

test('access makes proofs, verbs and queries ask for them', () => {
  const files = {
    'packages/core/src/circles/access.ts': access,
    'packages/core/src/circles/rules.ts': 'export function toView(row: Row) {}',
    'packages/core/src/circles/update-circle.ts':
      "export async function updateCircle(deps: Deps, scope: CircleScope<'circle.update'>) {}",
    'packages/core/src/circles/queries.ts': 'export const getCircle = (deps: Deps, scope: CircleScope) => 1',
  }
  expect(messages(files)).toEqual([])
})

test.each([
  ['a plain user id', 'export async function updateCircle(deps: Deps, userId: string) {}'],
  ['nothing at all', 'export const updateCircle = async () => 1'],
])('a verb that asks for %s is caught', (_, text) => {
  expect(messages({ 'packages/core/src/circles/update-circle.ts': text })).toEqual([
    'updateCircle takes no scope and is not in the table of public verbs',
  ])
})

test('a public verb stands in the table', () => {
  const text = 'export async function signUp(deps: Deps, caller: Caller) {}'
  expect(messages({ 'packages/core/src/accounts/sign-up.ts': text })).toEqual([])
  expect(messages({ 'packages/core/src/circles/sign-up.ts': text })).toHaveLength(1)
})

test('a step in a transaction needs no scope, and no app can call it', () => {
  const files = {
    'packages/core/src/accounts/insert-user.ts': 'export async function insertUser(tx: Tx, user: User) {}',
    'packages/core/src/circles/accept-it.ts':
      "import { insertUser } from '../accounts/insert-user.ts'\nexport function acceptIt(deps: Deps, scope: UserScope) {}",
  }
  expect(messages(files)).toEqual([])
  const router = "import { insertUser } from '@kinkeep/core/accounts/insert-user'"
  expect(messages({ ...files, 'apps/server/src/routers/a.ts': router })).toEqual([
    'insert-user takes no scope: it is a step of verbs, for core alone',
  ])
})

test.each([
  ['packages/core/src/circles/update-circle.ts', 'const s = {} as CircleScope'],
  ['apps/server/src/context.ts', "const s = <CircleScope<'a'>>input"],
  ['packages/core/src/circles/access.test.ts', 'const s = {} as UserScope'],
])('a forged proof in %s is caught', (path, text) => {
  expect(messages({ [path]: text })).toEqual([expect.stringMatching(/only access.ts makes proofs/)])
})

test('a proof that others could make or imitate is caught', () => {
  const exported = 'export class UserProof { #id = 1 }'
  expect(messages({ 'packages/core/src/accounts/access.ts': exported })).toEqual([
    "exports a proof's class: export its type only",
  ])
  const open = 'class UserProof { id = 1 }'
  expect(messages({ 'packages/core/src/accounts/access.ts': open })).toEqual([
    'a proof without a #private field can be imitated',
  ])
})

test('the table of public verbs names nothing that is gone', () => {
  const files = {
    'scripts/laws/public-verbs.ts': 'export {}',
    'packages/core/src/accounts/sign-up.ts': 'export async function signUp(deps: Deps, caller: Caller) {}',
  }
  const gone = messages(files)
  expect(gone).toContain('accounts/signIn does not exist')
  expect(gone).not.toContain('accounts/signUp does not exist')
})
