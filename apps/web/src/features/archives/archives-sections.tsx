import type { CircleView } from '@kinkeep/contracts/circles'
import { can } from '@kinkeep/contracts/roles'
import { BooksSection } from './books-section.tsx'
import { BringInSection } from './bring-in-section.tsx'
import { TakeAlongSection } from './take-along-section.tsx'

/** What leaves a circle as a file, and what comes in as one, for whoever may. */
export function ArchivesSections({ circle }: { circle: Pick<CircleView, 'id' | 'role'> }) {
  return (
    <>
      {can(circle.role, 'book.request') && <BooksSection circleId={circle.id} />}
      {can(circle.role, 'archive.request') && <TakeAlongSection circleId={circle.id} />}
      {can(circle.role, 'archive.import') && <BringInSection circleId={circle.id} />}
    </>
  )
}
