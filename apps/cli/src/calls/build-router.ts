import { type AnyProcedure, initTRPC } from '@trpc/server'
import type { TrpcCliMeta } from 'trpc-cli'
import type { Config } from '../config.ts'
import { createNamedClient } from './api-client.ts'
import type { Procedure } from './read-procedures.ts'

export const t = initTRPC.meta<TrpcCliMeta>().create()

export interface Branch {
  [name: string]: AnyProcedure | Branch
}

/** A command for each procedure, which calls the one of the same name on the server. */
export function buildCommands(config: Config, procedures: readonly Procedure[]): Branch {
  const commands: Branch = {}
  for (const procedure of procedures) {
    const names = procedure.path.split('.')
    const last = names.pop() ?? ''
    let branch = commands
    for (const name of names) branch = branchOf(branch, name)
    branch[last] = commandOf(config, procedure)
  }
  return commands
}

function branchOf(commands: Branch, name: string): Branch {
  const found = commands[name]
  if (found && !('_def' in found)) return found
  const branch: Branch = {}
  commands[name] = branch
  return branch
}

function commandOf(config: Config, { path, type, scope, input }: Procedure): AnyProcedure {
  const meta = { description: `${path} (${type}). Scope of the token: ${scope}.` }
  const procedure = input
    ? t.procedure.meta(meta).input({
        // The server judges; here is only known which flags there are.
        '~standard': { version: 1, vendor: 'kinkeep', validate: (value: unknown) => ({ value }) },
        toJsonSchema: () => withoutOneOf(input),
      })
    : t.procedure.meta(meta)
  return type === 'query'
    ? procedure.query(({ input: given }) => callByName(config, { path, type }, given))
    : procedure.mutation(({ input: given }) => callByName(config, { path, type }, given))
}

/** Calls a procedure of the server by its path. */
export function callByName(
  config: Config,
  { path, type }: Pick<Procedure, 'path' | 'type'>,
  input: unknown,
): Promise<unknown> {
  const client = createNamedClient(config)
  return type === 'query' ? client.query(path, input) : client.mutation(path, input)
}

/** Of what is one of several, the flags are those of all: as `anyOf`, they are read so. */
function withoutOneOf({ oneOf, ...schema }: Record<string, unknown>): Record<string, unknown> {
  return oneOf === undefined ? schema : { ...schema, anyOf: oneOf }
}
