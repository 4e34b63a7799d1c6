import type { DeviceView } from '@kinkeep/contracts/sessions'
import type { Translate } from '../../lib/i18n/i18n.ts'

/** "Firefox on Windows", as far as it is known. */
export function deviceText({ browser, system }: DeviceView, t: Translate): string {
  if (browser && system) return t('security.device', { browser, system })
  return browser ?? system ?? t('security.unknownDevice')
}
