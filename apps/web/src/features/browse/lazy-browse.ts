import { lazy } from 'react'
import { loadTexts } from '../../lib/i18n/i18n.ts'

// Nobody looks for something before they look: out of the page's own chunk, with their words.
export const LazyBrowseBar = lazy(async () => {
  const [{ BrowseBar }] = await Promise.all([import('./browse-bar.tsx'), loadTexts('memories')])
  return { default: BrowseBar }
})

export const LazyFilteredEmpty = lazy(async () => {
  const [{ FilteredEmpty }] = await Promise.all([import('./filtered-empty.tsx'), loadTexts('memories')])
  return { default: FilteredEmpty }
})

export const LazySlideshow = lazy(async () => {
  const [{ Slideshow }] = await Promise.all([import('./slideshow.tsx'), loadTexts('memories')])
  return { default: Slideshow }
})

export const LazyTagField = lazy(async () => {
  const [{ TagField }] = await Promise.all([import('./tag-field.tsx'), loadTexts('memories')])
  return { default: TagField }
})
