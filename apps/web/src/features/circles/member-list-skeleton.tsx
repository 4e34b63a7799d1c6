import { Skeleton } from '@kinkeep/ui/skeleton'
import { ListError } from '../../components/list-error.tsx'

interface Query {
  error: unknown
  refetch: () => unknown
}

/** Two members' worth of room while the list is on its way, or why it is not coming. */
export function MemberListSkeleton({ query }: { query: Query }) {
  if (query.error) return <ListError error={query.error} onRetry={() => void query.refetch()} />
  return (
    <div className="divide-y divide-line rounded-lg border border-line bg-surface">
      {[0, 1].map((row) => (
        <div key={row} className="flex min-h-18 items-center gap-3 px-4">
          <Skeleton className="size-10 rounded-full" />
          <div className="flex grow flex-col gap-2">
            <Skeleton className="h-4 w-36" />
            <Skeleton className="h-3 w-24" />
          </div>
        </div>
      ))}
    </div>
  )
}
