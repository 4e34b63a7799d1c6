import type { RegisteredRouter } from '@tanstack/react-router'
import { errorText } from '../../lib/error-text.ts'
import { currentTranslation } from '../../lib/i18n/i18n.ts'
import { forgetLastCircle } from '../../lib/last-circle.ts'
import { showToast } from '../../lib/toasts.ts'

/** Ends the session, drops all that was read in it and goes to the sign-in page, from there to `redirect` when given. */
export async function signOut(router: RegisteredRouter, redirect?: string): Promise<void> {
  const { api, client, queryClient } = router.options.context
  const userId = api.users.me.getData()?.id
  try {
    await client.auth.signOut.mutate()
  } catch (error) {
    const { t, language } = currentTranslation()
    showToast({ tone: 'error', text: errorText(error, t, language) })
    return
  }
  const [{ clearUploads }, { forgetDraftsOf }] = await Promise.all([
    import('../uploads/uploads.ts'),
    import('../compose/stored-draft.ts'),
  ])
  await clearUploads()
  if (userId !== undefined) forgetDraftsOf(userId)
  forgetLastCircle()
  // Known to be nobody before leaving, so that the sign-in page does not send back; the rest goes once nothing shows it.
  api.users.me.setData(undefined, null)
  await router.navigate({ to: '/sign-in', search: redirect === undefined ? {} : { redirect } })
  queryClient.clear()
}
