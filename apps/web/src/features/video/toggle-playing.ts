/** Plays what stands and stops what plays. */
export function togglePlaying(video: HTMLVideoElement | null): void {
  if (!video) return
  // Refused by a browser that wants a click first, or ended by the next photo: nothing to say.
  if (video.paused) void video.play().catch(() => undefined)
  else video.pause()
}
