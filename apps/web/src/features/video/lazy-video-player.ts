import { lazy } from 'react'
import { loadTexts } from '../../lib/i18n/i18n.ts'

/** The player and its words, fetched when the first video is looked at. */
export const LazyVideoPlayer = lazy(async () => {
  const [{ VideoPlayer }] = await Promise.all([import('./video-player.tsx'), loadTexts('memories')])
  return { default: VideoPlayer }
})
