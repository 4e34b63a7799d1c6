import type { Locator, Page } from '@playwright/test'

type Files = Parameters<Locator['setInputFiles']>[0]

/** Chooses files by the system's own picker, which the button opens. */
export async function chooseFiles(button: Locator, files: Files): Promise<void> {
  const [chooser] = await Promise.all([button.page().waitForEvent('filechooser'), button.click()])
  await chooser.setFiles(files)
}

/** Sends files from the timeline, each as a keep of its own. */
export function addFiles(page: Page, files: Files): Promise<void> {
  return chooseFiles(page.getByRole('button', { name: 'Add photos' }).first(), files)
}
