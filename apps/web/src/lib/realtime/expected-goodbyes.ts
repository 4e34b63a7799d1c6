const expected = new Set<string>()

/** This person is about to leave or delete a circle: that it is gone then is no news, and no error. */
export function expectGoodbye(circleId: string, isExpected: boolean): void {
  if (isExpected) expected.add(circleId)
  else expected.delete(circleId)
}

export function isGoodbyeExpected(circleId: string): boolean {
  return expected.has(circleId)
}
