import { IconButton } from '@kinkeep/ui/icon-button'
import { X } from 'lucide-react'
import { useEffect, useId, useRef } from 'react'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { Talk, type TalkProps } from './talk.tsx'

/** The conversation beside a photo, or below it on a phone; inside of the photo's own dialog, which nothing can lie over. */
export function TalkPanel({ onClose, ...talk }: TalkProps & { onClose: () => void }) {
  const { t } = useTranslation()
  const title = useId()
  const panel = useRef<HTMLElement>(null)
  useEffect(() => panel.current?.focus(), [])
  return (
    <section
      ref={panel}
      tabIndex={-1}
      aria-labelledby={title}
      data-talk=""
      className="absolute inset-x-0 bottom-0 z-10 flex max-h-[75dvh] animate-sheet flex-col rounded-t-xl bg-surface text-ink outline-none lg:static lg:max-h-none lg:w-96 lg:shrink-0 lg:animate-fade lg:rounded-none"
    >
      <header className="flex items-center gap-3 py-2 pr-2 pl-5">
        <h2 id={title} className="grow text-lg">
          {t('conversation.title')}
        </h2>
        <IconButton
          label={t('conversation.closePanel')}
          icon={<X size={22} aria-hidden="true" />}
          onClick={onClose}
        />
      </header>
      <div className="grow overflow-y-auto overscroll-contain px-5 pb-(--talk-below) [--talk-below:max(1rem,env(safe-area-inset-bottom))]">
        <Talk {...talk} />
      </div>
    </section>
  )
}
