import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { GuestSheet } from './guest-sheet.tsx'

const titles = { ended: 'guests.endedTitle', left: 'guests.leftTitle', unknown: 'guests.lostTitle' } as const
const texts = { ended: 'guests.endedText', left: 'guests.leftText', unknown: 'guests.lostHelp' } as const

/** Where there is no way in: the link has ended, its guest has left this browser, or it came by none that is known. */
export function GuestEnded({ why }: { why: 'ended' | 'unknown' | 'left' }) {
  const { t } = useTranslation()
  return (
    <GuestSheet
      title={t(titles[why])}
      lead={
        <>
          {why === 'unknown' && <p className="mb-4">{t('guests.lostText')}</p>}
          <p>{t(texts[why])}</p>
        </>
      }
    />
  )
}
