/**
 * Kinkeep's service worker, built into one file of its own by `service-worker-build.ts`. It does two things: it takes
 * what is shared to Kinkeep from other apps, and it says in words that there is no connection. It keeps no page and no
 * answer of the server: what a family sees always comes from the network.
 */

/** As TypeScript's library for workers has them; it cannot stand beside the one for pages. */
interface LifeEvent extends Event {
  waitUntil(work: Promise<unknown>): void
}
interface InstallEvent extends LifeEvent {
  /** https://developer.mozilla.org/docs/Web/API/InstallEvent/addRoutes */
  addRoutes?(rules: { condition: object; source: 'network' }[]): Promise<void>
}
interface FetchEvent extends LifeEvent {
  readonly request: Request
  respondWith(answer: Promise<Response>): void
}
interface WorkerScope {
  addEventListener(type: 'install', listener: (event: InstallEvent) => void): void
  addEventListener(type: 'activate', listener: (event: LifeEvent) => void): void
  addEventListener(type: 'fetch', listener: (event: FetchEvent) => void): void
  skipWaiting(): Promise<void>
  location: Location
}
declare const self: WorkerScope
/** Names the content of this file and of the offline page: another one is another worker. */
declare const __VERSION__: string

const cacheName = `kinkeep-offline-${__VERSION__}`
const offlinePage = '/offline.html'
const offlineFiles = [offlinePage, '/offline.css', '/early.js', '/icons/icon.svg']
/** Pages of the app. Everything else that can be opened, downloads and ways to a provider among it, is not touched. */
const pages = /^\/($|c\/|circles\/|settings|operator|invitations|guest\/|g\/|s\/|sign-|export$)/
/** Files of one share. Phones give a hundred at most. */
const mostFiles = 500

self.addEventListener('install', (event) => {
  // What needs no look is not even shown to this worker, where the browser can do that.
  const untouched = ['/assets/*', '/trpc/*', '/media/*', '/shared/*', '/avatars/*'].map((pathname) => ({
    condition: { urlPattern: { pathname } },
    source: 'network' as const,
  }))
  event.waitUntil(
    Promise.all([
      caches.open(cacheName).then((cache) => cache.addAll(offlineFiles)),
      event.addRoutes?.(untouched).catch(() => undefined),
      self.skipWaiting(),
    ]),
  )
})

self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) =>
        Promise.all(
          names
            .filter((name) => name.startsWith('kinkeep-offline-') && name !== cacheName)
            .map((name) => caches.delete(name)),
        ),
      ),
  )
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (origin !== self.location.origin) return
  if (request.method === 'POST' && pathname === '/share' && request.mode === 'navigate') {
    event.respondWith(takeShare(request))
  } else if (request.method !== 'GET') return
  else if (request.mode === 'navigate' && pages.test(pathname)) {
    event.respondWith(fetch(request).catch(() => saved(offlinePage)))
  } else if (offlineFiles.includes(pathname)) {
    event.respondWith(fetch(request).catch(() => saved(pathname)))
  }
})

async function saved(pathname: string): Promise<Response> {
  return (await caches.match(pathname, { cacheName })) ?? Response.error()
}

/**
 * Puts what was shared where the app finds it, and opens the app. Any site can make a browser send this: nothing
 * happens with it before the person has seen it and said where it belongs.
 */
async function takeShare(request: Request): Promise<Response> {
  const form = await request.formData().catch(() => new FormData())
  const files = form.getAll('files').filter((each) => each instanceof File && each.size > 0)
  const text = ['title', 'text', 'url']
    .flatMap((name) => {
      const each = form.get(name)
      return typeof each === 'string' && each !== '' ? [each] : []
    })
    .join('\n')
  const share = { id: crypto.randomUUID(), at: Date.now(), files: files.slice(0, mostFiles), text, lost: 0 }
  if (files.length > 0 || text !== '') {
    // Without room for the files it is said at least how many there were.
    await put(share).catch(() => put({ ...share, files: [], lost: files.length }).catch(() => undefined))
  }
  return Response.redirect('/', 303)
}

function put(share: object): Promise<void> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('kinkeep-shared', 1)
    opening.onupgradeneeded = () => opening.result.createObjectStore('inbox', { keyPath: 'id' })
    opening.onerror = () => reject(new Error('No database', { cause: opening.error }))
    opening.onsuccess = () => {
      const tx = opening.result.transaction('inbox', 'readwrite')
      tx.objectStore('inbox').put(share)
      const end = (settle: () => void) => () => {
        opening.result.close()
        settle()
      }
      tx.oncomplete = end(resolve)
      tx.onabort = end(() => reject(new Error('No room', { cause: tx.error })))
    }
  })
}

// Makes a module of it for TypeScript; the build takes this line away again.
export {}
