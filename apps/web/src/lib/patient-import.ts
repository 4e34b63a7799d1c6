/**
 * Loads a part of the app; while the network is away it waits, as a part that is asked for just then must not take
 * the page with it. Browsers remember of a module that it failed until the page is loaded anew: when the network went
 * in the middle, that is done as soon as it is back. With the network there, a failure is told at once.
 */
export async function patientImport<Module>(load: () => Promise<Module>): Promise<Module> {
  if (!navigator.onLine) await networkIsBack()
  try {
    return await load()
  } catch (cause) {
    if (navigator.onLine) throw cause
    await networkIsBack()
    location.reload()
    return new Promise(() => {})
  }
}

function networkIsBack(): Promise<unknown> {
  return new Promise((resolve) => addEventListener('online', resolve, { once: true }))
}
