import type { KeepView } from '@kinkeep/contracts/keeps'
import { Lock } from 'lucide-react'
import { useTranslation } from '../../lib/i18n/use-translation.ts'
import type { KeepPeopleProps } from './keep-people.tsx'
import { LazyKeepPeople } from './lazy-keep-people.tsx'

export interface KeepSubjectsProps {
  circleId: string
  keep: KeepPeopleProps['keep'] & Pick<KeepView, 'visibility'>
}

/** Whom a keep shows, and that only admins see it; nothing takes no room. The caller says how it stands. */
export function KeepSubjects({ circleId, keep }: KeepSubjectsProps) {
  const { t } = useTranslation()
  return (
    <>
      <LazyKeepPeople {...{ circleId, keep }} />
      {keep.visibility === 'admins' && (
        <p className="inline-flex items-center gap-1.5 whitespace-nowrap text-sm">
          <Lock size={14} aria-hidden="true" />
          {t('timeline.onlyAdmins')}
        </p>
      )}
    </>
  )
}
