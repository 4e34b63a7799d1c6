import type { Language } from './languages.ts'

/** How a guardian agrees that a child gets an account of their own. Zod-free. */
export const consentKinds = ['signature', 'paper', 'verbal'] as const
export type ConsentKind = (typeof consentKinds)[number]

/** What a signed form may be: a scan, or a photo of it. Whoever reads it gets a file and never a page. */
export const consentPaperTypes = [
  'application/pdf',
  'image/jpeg',
  'image/png',
  'image/webp',
  'image/heic',
] as const
export type ConsentPaperType = (typeof consentPaperTypes)[number]

/** What has happened to such a request. */
export const upgradeActions = [
  'request_initiated',
  'token_reissued',
  'token_revoked',
  'upgrade_completed',
] as const
export type UpgradeAction = (typeof upgradeActions)[number]

/** The text that is agreed to now. */
export const consentVersion = 1

interface Named {
  guardian: string
  child: string
  circle: string
}
type Statement = Record<Language, (named: Named) => string>

/** Every text that somebody ever agreed to: a version that was shown is never changed, a new one is added. */
const statements: Readonly<Record<number, Statement>> = {
  1: {
    en: ({ guardian, child, circle }) =>
      `I, ${guardian}, am a parent or legal guardian of ${child}. I agree that ${child} gets an account of their own ` +
      `on Kinkeep and becomes a member of the circle “${circle}”. From then on the profile, the growth and the ` +
      `pictures of ${child} there are for ${child} to decide about.`,
    ru: ({ guardian, child, circle }) =>
      `Я, ${guardian}, родитель или законный представитель. Имя ребёнка: ${child}. Я согласен или согласна с тем, что ` +
      `у ребёнка появится собственный аккаунт на Kinkeep и место участника в круге «${circle}». С этого времени о ` +
      `своём профиле, измерениях и снимках там решает сам ребёнок.`,
  },
}

/** The sentence that a guardian agreed to, in the language they read it in. Unknown versions are empty. */
export function consentStatement(version: number, language: Language, named: Named): string {
  return statements[version]?.[language](named) ?? ''
}

/** Whether two typed names are the same person's: spaces and capitals do not tell people apart. */
export function isSameName(one: string, other: string): boolean {
  return plain(one) === plain(other)
}

function plain(typed: string): string {
  return typed.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase()
}
