import { beforeEach, expect, test, vi } from 'vitest'

beforeEach(() => {
  vi.resetModules()
  vi.stubGlobal('document', { fonts: { load: () => undefined }, documentElement: {} })
  vi.stubGlobal('localStorage', { getItem: () => 'en', setItem: () => undefined })
  return () => vi.unstubAllGlobals()
})

const accountTexts = '../../locales/account/en.json'
const manage = ['accountData.circle.manage', { name: 'Vera' }] as const

async function start() {
  const i18n = await import('./i18n.ts')
  await i18n.startTranslations()
  return i18n
}

test('whoever asks while the texts are on their way waits for them, too', async () => {
  const { currentTranslation, loadTexts } = await start()
  void loadTexts('account')
  await loadTexts('account')
  expect(currentTranslation().t(...manage)).toBe('Manage Vera')
})

test('texts that did not come are asked for again, and no other waits for them', async () => {
  const { currentTranslation, loadTexts } = await start()
  vi.doMock(accountTexts, () => Promise.reject(new Error('away')))
  await expect(loadTexts('account')).rejects.toThrow()
  await loadTexts('family')
  expect(currentTranslation().t('people.title')).toBe('People')
  vi.doUnmock(accountTexts)
  await loadTexts('account')
  expect(currentTranslation().t(...manage)).toBe('Manage Vera')
})

test('of a language and an area that are asked for at once, both are spoken', async () => {
  const { changeLanguage, currentTranslation, loadTexts } = await start()
  await Promise.all([changeLanguage('ru'), loadTexts('account')])
  expect(currentTranslation().language).toBe('ru')
  expect(currentTranslation().t(...manage)).toBe('Управление: Vera')
})
