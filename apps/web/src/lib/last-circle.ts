const storageKey = 'kinkeep.circle'

/** The circle that was open last on this device; whether it may still be seen is the server's to say. */
export function readLastCircle(): string | null {
  return localStorage.getItem(storageKey)
}

export function rememberCircle(circleId: string): void {
  localStorage.setItem(storageKey, circleId)
}

export function forgetLastCircle(): void {
  localStorage.removeItem(storageKey)
}
