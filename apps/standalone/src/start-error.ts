/** What keeps Kinkeep from starting, in a sentence for the person who started it. Shown without a stack. */
export class StartError extends Error {
  override name = 'StartError'
}
