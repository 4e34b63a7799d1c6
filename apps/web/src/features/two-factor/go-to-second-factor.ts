import type { RegisteredRouter } from '@tanstack/react-router'

/** Where every way to sign in goes on that answered `twoFactorRequired`; afterwards the person is at `redirect`. */
export async function goToSecondFactor(
  router: RegisteredRouter,
  challenge: string,
  redirect: string | undefined,
): Promise<void> {
  await router.navigate({
    to: '/sign-in/second-factor',
    search: redirect === undefined ? { challenge } : { challenge, redirect },
    replace: true,
  })
}
