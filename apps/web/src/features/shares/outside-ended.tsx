import { useTranslation } from '../../lib/i18n/use-translation.ts'
import { GuestSheet } from '../guests/guest-sheet.tsx'

const titles = { LINK_INVALID: 'shares.goneTitle', LINK_EXPIRED: 'shares.expiredTitle' } as const

export type OutsideEnd = keyof typeof titles

/** Where there is nothing to see any more, and whom to ask. */
export function OutsideEnded({ why }: { why: OutsideEnd }) {
  const { t } = useTranslation()
  return <GuestSheet title={t(titles[why])} lead={t('shares.goneText')} />
}
