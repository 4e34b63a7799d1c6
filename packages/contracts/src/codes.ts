/** What a code by SMS or mail is good for. Zod-free. */
export const codePurposes = [
  'phone_sign_in',
  'phone_link',
  'second_factor',
  'reauthentication',
  'factor_setup',
  'factor_removal',
] as const
export type CodePurpose = (typeof codePurposes)[number]

export const codeChannels = ['sms', 'email'] as const
export type CodeChannel = (typeof codeChannels)[number]
