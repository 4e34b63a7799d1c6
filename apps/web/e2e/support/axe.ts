import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

const wcag22AA = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** Fails when the page, as it is now, breaks a rule of WCAG 2.2 AA that axe can see; names rule and elements. */
export async function expectNoAxeViolations(page: Page): Promise<void> {
  // What is still fading in, or is about to, has not its colours yet.
  await page.evaluate(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
    for (;;) {
      await frame()
      await frame()
      const running = document
        .getAnimations()
        .filter((each) => each.playState === 'running' && each.effect?.getTiming().iterations !== Infinity)
      if (running.length === 0) return
      await Promise.allSettled(running.map((each) => each.finished))
    }
  })
  // Its other mode opens one more page to gather what frames of other sites answer; there are none here.
  const { violations } = await new AxeBuilder({ page }).withTags(wcag22AA).setLegacyMode().analyze()
  const found = violations.map(({ id, help, nodes }) => ({ id, help, nodes: nodes.map((node) => node.html) }))
  expect(found, 'accessibility').toEqual([])
}
