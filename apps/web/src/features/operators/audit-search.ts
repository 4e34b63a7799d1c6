import { auditActions } from '@kinkeep/contracts/audit-actions'

/** The filters of the audit as the address has them: days, in the reader's own zone. */
export interface AuditSearch {
  actor?: string
  circle?: string
  action?: string
  from?: string
  to?: string
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const day = /^\d{4}-\d{2}-\d{2}$/

/** What of an address can be asked for; the rest is left out. */
export function readAuditSearch(search: Record<string, unknown>): AuditSearch {
  const take = (name: keyof AuditSearch, isRight: (text: string) => boolean) => {
    const text = search[name]
    return typeof text === 'string' && isRight(text.trim()) ? { [name]: text.trim() } : {}
  }
  return {
    ...take('actor', (text) => uuid.test(text)),
    ...take('circle', (text) => uuid.test(text)),
    ...take('action', (text) => auditActions.some((known) => known === text)),
    ...take('from', isDay),
    ...take('to', isDay),
  }
}

/** The same as the API asks for it. The last day counts whole. */
export function toAuditInput({ actor, circle, action, from, to }: AuditSearch) {
  const known = auditActions.find((one) => one === action)
  return {
    ...(actor !== undefined && { actorId: actor }),
    ...(circle !== undefined && { circleId: circle }),
    ...(known !== undefined && { action: known }),
    ...(from !== undefined && { from: startOf(from, 0) }),
    ...(to !== undefined && { to: startOf(to, 1) }),
  }
}

function isDay(text: string): boolean {
  return day.test(text) && !Number.isNaN(Date.parse(text))
}

function startOf(text: string, later: number): string {
  const start = new Date(`${text}T00:00`)
  start.setDate(start.getDate() + later)
  return start.toISOString()
}
