/** Keeps in one page of the tray. */
export function doubtfulOf(circleId: string) {
  return { circleId, limit: 60 }
}
