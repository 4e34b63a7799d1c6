import type { RegisteredRouter } from '@tanstack/react-router'

/** After signing in: forgets what was read as somebody else, or as nobody, and goes to where the person wanted. */
export async function enter(router: RegisteredRouter, path: string): Promise<void> {
  router.options.context.queryClient.clear()
  await router.navigate({ href: path, replace: true })
}
