/** Who reads and talks, as far as the conversation needs to know: a member, or a guest by link. */
export interface TalkReader {
  /** May delete what others said. */
  mayModerate: boolean
  /** Gets members' pictures, without which there are initials, and calls members by name: is one. */
  seesPictures: boolean
  /** Milliseconds until it is read again, for somebody without a live stream; false with one. */
  lookAgain: number | false
}
