import { createFileRoute } from '@tanstack/react-router'
import { AuditPage } from '../../../features/operators/audit-page.tsx'
import { type AuditSearch, readAuditSearch } from '../../../features/operators/audit-search.ts'

// The page itself leaves out what cannot be asked for: the first bundle need not know every act.
export const Route = createFileRoute('/_signed-in/operator/audit')({
  validateSearch: (search: Record<string, unknown>): AuditSearch => search,
  component: Audit,
})

function Audit() {
  return <AuditPage search={readAuditSearch({ ...Route.useSearch() })} />
}
