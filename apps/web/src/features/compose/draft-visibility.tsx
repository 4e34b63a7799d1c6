import type { Visibility } from '@kinkeep/contracts/keep-kinds'
import { Checkbox } from '@kinkeep/ui/checkbox'
import { useId } from 'react'
import { useTranslation } from '../../lib/i18n/use-translation.ts'

export interface DraftVisibilityProps {
  visibility: Visibility
  onChange: (visibility: Visibility) => void
}

/** For admins: whether the others may know of it. */
export function DraftVisibility({ visibility, onChange }: DraftVisibilityProps) {
  const { t } = useTranslation()
  const hintId = useId()
  return (
    <div>
      <Checkbox
        name="visibility"
        label={t('keepPeople.onlyAdmins')}
        aria-describedby={hintId}
        checked={visibility === 'admins'}
        onChange={({ target }) => onChange(target.checked ? 'admins' : 'circle')}
      />
      <p id={hintId} className="pl-9 text-muted text-sm">
        {t('keepPeople.onlyAdminsHint')}
      </p>
    </div>
  )
}
