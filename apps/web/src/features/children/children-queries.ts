import { limits } from '@kinkeep/contracts/limits'

/** All children of a circle: there are never more than a page holds. */
export function childrenOf(circleId: string) {
  return { circleId, limit: limits.childrenPerCircle }
}

/** Keeps that show a child, newest first. */
export function keepsWithChild(circleId: string, childId: string) {
  return { circleId, childId, limit: 24 }
}

/** What was measured of a child, as many at once as there may be. */
export function measurementsOf(circleId: string, childId: string) {
  return { circleId, childId, limit: limits.pageMax }
}
