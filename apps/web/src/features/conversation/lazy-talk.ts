import { lazy } from 'react'
import { loadTexts } from '../../lib/i18n/i18n.ts'

// Nobody talks before looking: out of the page's own chunk, and with their words.
export const LazyTalkSheet = lazy(async () => {
  const [{ TalkSheet }] = await Promise.all([import('./talk-sheet.tsx'), loadTexts('family')])
  return { default: TalkSheet }
})

export const LazyTalkPanel = lazy(async () => {
  const [{ TalkPanel }] = await Promise.all([import('./talk-panel.tsx'), loadTexts('family')])
  return { default: TalkPanel }
})
