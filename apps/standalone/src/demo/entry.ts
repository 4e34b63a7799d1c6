import type { Milestone } from '@kinkeep/contracts/keep-kinds'
import type { DatePrecision } from '@kinkeep/contracts/media-states'
import type { AlbumName } from './albums.ts'
import type { AuthorName, PersonName, SubjectName } from './family.ts'
import type { SceneName } from './pictures/draw-picture.ts'
import type { LightName } from './pictures/light.ts'

/**
 * When: the last such day of the calendar that has been (`again`: the one a year before), so many days ago, when Sonya
 * was so many months old, or long before all of it.
 */
export type When =
  | { on: `${number}-${number}`; again?: boolean }
  | { daysAgo: number }
  | { sonyaMonths: number }
  | { longAgo: `${number}-${number}-${number}` }

/** What pictures show. */
export type Shot = readonly [scene: SceneName, light: LightName]

export interface Entry {
  when: When
  /** Wall clock, `HH:mm`. */
  at: string
  by: AuthorName
  title?: string
  body?: string
  milestone?: Milestone
  shots?: readonly Shot[]
  /** Minutes east of UTC, where that was away from home. */
  offset?: number
  /** Degrees north and east, as the camera's EXIF has them. */
  place?: readonly [latitude: number, longitude: number]
  /** How much of the day is remembered. */
  roughly?: DatePrecision
  tags?: readonly string[]
  albums?: readonly AlbumName[]
  /** Who has it among their favourites. */
  lovedBy?: readonly AuthorName[]
  trashed?: boolean
  /** Whom it shows beside those whom it names. */
  shows?: readonly SubjectName[]
  forAdmins?: boolean
  /** What was said to it, in this order; a reply answers what was said before it. */
  said?: readonly { by: PersonName; text: string; isReply?: boolean }[]
}
