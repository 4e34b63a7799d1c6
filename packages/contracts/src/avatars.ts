/** Squares made of an avatar, by their pixels: 256 for a page about a person, 64 beside a name. Zod-free. */
export const avatarSizes = ['256', '64'] as const
export type AvatarSize = (typeof avatarSizes)[number]
