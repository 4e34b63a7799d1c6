import { limits } from '@kinkeep/contracts/limits'
import { textOf } from '../../lib/form-errors.ts'

/** A PIN as it was typed, without the spaces and dashes that people group digits with. */
export function readPin(data: FormData): string {
  return textOf(data, 'pin').replace(/[\s-]/g, '')
}

export function isPin(typed: string): boolean {
  return typed.length === limits.pinLength && /^[0-9]+$/.test(typed)
}
