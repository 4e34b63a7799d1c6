import { lazy, Suspense } from 'react'
import { loadTexts } from '../../lib/i18n/i18n.ts'
import type { KeepPeopleProps } from './keep-people.tsx'

// Only where somebody is named, and with the words of their ages: out of the page's own chunk.
const KeepPeople = lazy(async () => {
  const [{ KeepPeople }] = await Promise.all([import('./keep-people.tsx'), loadTexts('family')])
  return { default: KeepPeople }
})

/** Whom a keep shows; nothing, where it names nobody. */
export function LazyKeepPeople(props: KeepPeopleProps) {
  const { childIds, petIds } = props.keep
  if (childIds.length + petIds.length === 0) return null
  return (
    <Suspense fallback={<p className="min-h-5 text-sm" />}>
      <KeepPeople {...props} />
    </Suspense>
  )
}
