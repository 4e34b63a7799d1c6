/** The trash of a circle, what was thrown away last first. */
export function trashOf(circleId: string) {
  return { circleId, trashed: true, limit: 40 } as const
}
