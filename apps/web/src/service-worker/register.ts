/** Starts the service worker behind what is on the page. A development server has none, and nothing is missed. */
export function registerServiceWorker(): void {
  // Typed as always there, but plain HTTP has none.
  const container: ServiceWorkerContainer | undefined = navigator.serviceWorker
  if (!container) return
  const start = () => void container.register('/sw.js').catch(() => undefined)
  // Safari has no idle times.
  if ('requestIdleCallback' in window) window.requestIdleCallback(start, { timeout: 10_000 })
  else setTimeout(start, 3000)
}
