import type { KeepView } from '@kinkeep/contracts/keeps'
import { Button } from '@kinkeep/ui/button'
import { Skeleton } from '@kinkeep/ui/skeleton'
import { MessageCircle } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import type { TalkReader } from '../conversation/talk-reader.ts'
import { everyMinute } from './look-again.ts'

const Talk = lazy(() => import('../conversation/talk.tsx').then(({ Talk }) => ({ default: Talk })))

const guest: TalkReader = { mayModerate: false, seesPictures: false, lookAgain: everyMinute }

/** What everybody says to a memory, opened below it. */
export function GuestTalk({ circleId, keep }: { circleId: string; keep: KeepView }) {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const { id: keepId, commentCount } = keep
  return (
    <>
      <Button
        tone="secondary"
        size="lg"
        wide
        aria-expanded={open}
        onClick={() => setOpen((isOpen) => !isOpen)}
      >
        <MessageCircle size={26} aria-hidden="true" />
        {commentCount > 0 ? t('talk.comments', { count: commentCount }) : t('guests.write')}
      </Button>
      {open && (
        <Suspense fallback={<Skeleton className="h-24 w-full rounded-md" />}>
          <div>
            <Talk {...{ circleId, keepId }} reader={guest} />
          </div>
        </Suspense>
      )}
    </>
  )
}
