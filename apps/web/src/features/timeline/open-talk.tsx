import { useRouter } from '@tanstack/react-router'
import { Suspense, useState } from 'react'
import { LazyTalkSheet } from '../conversation/lazy-talk.ts'
import type { TalkReader } from '../conversation/talk-reader.ts'

export interface OpenTalkProps {
  circleId: string
  keepId: string
  reader: TalkReader
  /** Closes where there is no history to go back in. */
  onGone: () => void
}

/** The conversation that the address names, over the timeline. */
export function OpenTalk({ onGone, ...talk }: OpenTalkProps) {
  const { history } = useRouter()
  // The page was here before: going back closes the sheet and leaves no trace.
  const [openedFromPage] = useState(() => history.canGoBack())
  return (
    <Suspense>
      <LazyTalkSheet {...talk} onClose={() => (openedFromPage ? history.back() : onGone())} />
    </Suspense>
  )
}
