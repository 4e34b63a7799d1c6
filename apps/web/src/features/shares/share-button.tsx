import { Button } from '@kinkeep/ui/button'
import { CalendarRange, Share2 } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import type { ShareSubject } from './share-subject.ts'

const ShareDialog = lazy(() => import('./share-dialog-with-words.tsx'))

export interface ShareButtonProps {
  circleId: string
  subject: ShareSubject
  label: string
}

/** Makes a link to what is on the page, for those who may: the page asks. The dialog is fetched when it is wanted. */
export function ShareButton({ circleId, subject, label }: ShareButtonProps) {
  const [sharing, setSharing] = useState(false)
  const Icon = subject.kind === 'range' ? CalendarRange : Share2
  return (
    <>
      <Button tone="secondary" onClick={() => setSharing(true)}>
        <Icon size={20} aria-hidden="true" />
        {label}
      </Button>
      {sharing && (
        <Suspense>
          <ShareDialog {...{ circleId, subject }} onClose={() => setSharing(false)} />
        </Suspense>
      )}
    </>
  )
}
