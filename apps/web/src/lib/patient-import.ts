/**
 * Loads a part of the app; while the network is away it waits, as a part that is asked for just then must not take
 * the page with it. Browsers remember of a module that it failed until the page is loaded anew: when the network went
 * in the middle, even for a moment that is over when the part fails, that is done as soon as it is back. With the
 * network there all the time, a failure is told at once.
 */
export async function patientImport<Module>(load: () => Promise<Module>): Promise<Module> {
  if (!navigator.onLine) await networkIsBack()
  let wasAway = false
  const remember = () => {
    wasAway = true
  }
  addEventListener('offline', remember)
  try {
    return await load()
  } catch (cause) {
    if (navigator.onLine && !wasAway) throw cause
    if (!navigator.onLine) await networkIsBack()
    location.reload()
    return new Promise(() => {})
  } finally {
    removeEventListener('offline', remember)
  }
}

function networkIsBack(): Promise<unknown> {
  return new Promise((resolve) => addEventListener('online', resolve, { once: true }))
}
