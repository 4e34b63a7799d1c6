import { limits } from '@kinkeep/contracts/limits'

const day = 86_400_000

/** Whole days that something thrown away at an instant still stays, the begun one included; never less than 1. */
export function daysLeft(trashedAt: string, now: number): number {
  return Math.max(1, Math.ceil(limits.trashDays - (now - Date.parse(trashedAt)) / day))
}
