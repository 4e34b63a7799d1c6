import { SegmentedControl } from '@kinkeep/ui/segmented-control'
import { useState } from 'react'
import { useTranslation } from '../lib/i18n/use-translation.ts'
import { applyTheme, readTheme, themes } from '../lib/theme.ts'

/** Light, dark or as the device; takes effect at once. */
export function ThemeChoice() {
  const { t } = useTranslation()
  const [theme, setTheme] = useState(readTheme)
  return (
    <SegmentedControl
      label={t('profile.theme')}
      hideLabel
      value={theme}
      options={themes.map((value) => ({ value, label: t(`themes.${value}`) }))}
      onChange={(value) => {
        applyTheme(value)
        setTheme(value)
      }}
    />
  )
}
