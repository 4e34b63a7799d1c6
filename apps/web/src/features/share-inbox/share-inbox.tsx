import { lazy, Suspense, useEffect, useState } from 'react'
import { loadTexts } from '../../lib/i18n/i18n.ts'
import { readShares, type Share } from './inbox.ts'

const ShareDialog = lazy(async () => {
  const [{ ShareDialog }] = await Promise.all([import('./share-dialog.tsx'), loadTexts('memories')])
  return { default: ShareDialog }
})

/** Asks where to put what another app has shared, also when somebody had to sign in first. */
export function ShareInbox({ userId }: { userId: string }) {
  const [shares, setShares] = useState<Share[]>([])
  useEffect(() => {
    void readShares().then(setShares)
  }, [])
  return (
    shares.length > 0 && (
      <Suspense>
        <ShareDialog {...{ userId, shares }} onClose={() => setShares([])} />
      </Suspense>
    )
  )
}
