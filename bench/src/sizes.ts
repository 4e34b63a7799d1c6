/** What is in a circle of people. */
export interface PeopleCounts {
  members: number
  invitations: number
  /** Entries of its activity. */
  activities: number
}

/** What a run is asked to do, from its command line. */
export interface Sizes {
  /** Keeps in a circle, smallest first. */
  keeps: readonly number[]
  /** A family's circle, and one that is far too large for a family. */
  people: { small: PeopleCounts; large: PeopleCounts }
  /** Rounds of each of the compared. */
  rounds: number
  /** Of one round. */
  seconds: number
  /** Photos of a round, uploads, starts. */
  runs: number
  /** Calls of each kind that a person would make now and then: signing in, asking for a link. */
  tries: number
  bigFileBytes: number
  /** Keeps of the timeline that a browser scrolls through. */
  scrolledKeeps: number
  /** Milliseconds of scrolling at a pace at which photos are seen. */
  seenMs: number
  /** Photos that wait, and how many of them are as large as a camera's. */
  backlog: { all: number; large: number }
}

/** A page of each. */
const family: PeopleCounts = { members: 20, invitations: 20, activities: 20 }

export const fullSizes: Sizes = {
  keeps: [10_000, 100_000, 1_000_000],
  people: { small: family, large: { members: 10_000, invitations: 5_000, activities: 10_000 } },
  rounds: 9,
  seconds: 2,
  runs: 15,
  tries: 200,
  bigFileBytes: 10 * 1024 ** 3 + 4321,
  scrolledKeeps: 20_000,
  seenMs: 5 * 60_000,
  backlog: { all: 10_000, large: 800 },
}
/** Only shows that everything works. */
export const smallSizes: Sizes = {
  keeps: [1_000, 5_000],
  people: { small: family, large: { members: 500, invitations: 500, activities: 500 } },
  rounds: 2,
  seconds: 1,
  runs: 3,
  tries: 30,
  bigFileBytes: 200 * 1024 ** 2 + 4321,
  scrolledKeeps: 600,
  seenMs: 5_000,
  backlog: { all: 150, large: 100 },
}
