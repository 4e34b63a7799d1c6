import type { AnyProcedure, AnyRouter } from '@trpc/server'

/**
 * Every procedure of a router with its path, `circles.members.list`. A router's type is nested by feature; what it carries
 * at run time is flat.
 */
export function proceduresOf(router: AnyRouter): [path: string, procedure: AnyProcedure][] {
  const all: Record<string, unknown> = router._def.procedures
  return Object.entries(all).flatMap(([path, procedure]) =>
    isProcedure(procedure) ? [[path, procedure]] : [],
  )
}

/** The procedure at a path, whatever was asked for: `constructor` is a name that every object knows. */
export function findProcedure(router: AnyRouter, path: string): AnyProcedure | undefined {
  const procedures: Record<string, unknown> = router._def.procedures
  const found = Object.hasOwn(procedures, path) ? procedures[path] : undefined
  return isProcedure(found) ? found : undefined
}

/** As tRPC tells them apart from routers, which are no functions. */
function isProcedure(value: unknown): value is AnyProcedure {
  return typeof value === 'function' && '_def' in value
}
