import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { GuestSheet } from './guest-sheet.tsx'

/** Where there is no way in: the link has ended, or this browser came by none that the server remembers. */
export function GuestEnded({ why }: { why: 'ended' | 'unknown' }) {
  const { t } = useTranslation()
  return (
    <GuestSheet
      title={t(why === 'ended' ? 'guests.endedTitle' : 'guests.lostTitle')}
      lead={
        <>
          {why === 'unknown' && <p className="mb-4">{t('guests.lostText')}</p>}
          <p>{t(why === 'ended' ? 'guests.endedText' : 'guests.lostHelp')}</p>
        </>
      }
    />
  )
}
