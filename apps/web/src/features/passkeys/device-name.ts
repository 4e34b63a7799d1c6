import type { Translate } from '../../lib/i18n/i18n.ts'

/** The first that fits counts: Edge and Opera call themselves Chrome as well, and Chrome calls itself Safari. */
const browsers = [
  ['Edge', /Edg/],
  ['Opera', /OPR/],
  ['Firefox', /Firefox|FxiOS/],
  ['Chrome', /Chrome|CriOS/],
  ['Safari', /Safari/],
] as const

const systems = [
  ['iPhone', /iPhone/],
  ['iPad', /iPad/],
  ['Android', /Android/],
  ['Windows', /Windows/],
  ['Mac', /Mac OS/],
  ['Linux', /Linux|CrOS/],
] as const

/** What a new passkey is called until its owner finds a better name: the browser and system it was made with. */
export function deviceName(userAgent: string, t: Translate): string {
  const browser = browsers.find(([, pattern]) => pattern.test(userAgent))?.[0]
  const system = systems.find(([, pattern]) => pattern.test(userAgent))?.[0]
  return browser && system ? t('passkeys.device', { browser, system }) : t('passkeys.deviceUnknown')
}
