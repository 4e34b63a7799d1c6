import { inflateSync } from 'node:zlib'
import { limits } from '@kinkeep/contracts/limits'
import { newTotp } from '@kinkeep/testing/new-second-factor'
import { newUser } from '@kinkeep/testing/new-user'
import { createTestDeps } from '@kinkeep/testing/test-deps'
import { expect, test } from 'vitest'
import { handleSweepSecondFactors } from './handlers.ts'
import { offerRecoverySheet } from './offer-recovery-sheet.ts'
import { sheetsPerUser } from './rules.ts'
import { takeRecoverySheet } from './take-recovery-sheet.ts'

const deps = await createTestDeps()

async function enrolled(language: 'en' | 'ru' = 'en') {
  const user = await newUser(deps, { language })
  return { user, app: await newTotp(deps, user) }
}

function tokenOf({ url }: { url: string }): string {
  expect(url).toMatch(/^https:\/\/kinkeep\.test\/downloads\/[\w-]{43}$/)
  return url.split('/').at(-1) ?? ''
}

test.each(['en', 'ru'] as const)(
  'the link answers a PDF in %s with its fonts inside, once',
  async (language) => {
    const { user, app } = await enrolled(language)
    const token = tokenOf(await offerRecoverySheet(deps, user.scope, { codes: app.recoveryCodes }))
    const { pdf, fileName } = await takeRecoverySheet(deps, token)
    expect(fileName).toBe('kinkeep-recovery-codes.pdf')
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
    expect(pdf.length).toBeLessThan(100_000)
    const text = pdf.toString('latin1')
    expect(text).toMatch(/\/BaseFont \/[A-Z]{6}\+Onest/)
    expect(text).not.toMatch(/\/BaseFont \/Helvetica/)
    // Every code's characters, and Cyrillic where the person reads it, are there to be copied and searched.
    const mapped = unicodeOf(pdf)
    for (const letter of app.recoveryCodes.join('')) expect(mapped).toContain(letter)
    expect(mapped.includes('я')).toBe(language === 'ru')

    await expect(takeRecoverySheet(deps, token)).rejects.toMatchObject({ reason: 'NOT_FOUND' })
  },
)

test('of ten that follow the link at once, one gets the sheet', async () => {
  const { user, app } = await enrolled()
  const token = tokenOf(await offerRecoverySheet(deps, user.scope, { codes: app.recoveryCodes }))
  const another = await deps.openAnother()
  const answers = await Promise.allSettled(
    Array.from({ length: 10 }, (_, i) => takeRecoverySheet(i % 2 ? another : deps, token)),
  )
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
})

test('it answers for ten minutes, and what nobody fetched is swept', async () => {
  const { user, app } = await enrolled()
  const token = tokenOf(await offerRecoverySheet(deps, user.scope, { codes: app.recoveryCodes }))
  deps.clock.advance(limits.downloadMinutes * 60)
  await expect(takeRecoverySheet(deps, token)).rejects.toMatchObject({ reason: 'NOT_FOUND' })
  deps.clock.advance(1)
  await handleSweepSecondFactors(deps)
  const left = await deps.db
    .selectFrom('oneTimeDownloads')
    .select('kind')
    .where('userId', '=', user.id)
    .execute()
  expect(left).toEqual([])
})

test("only one's own unused codes are printed: nothing that was made up, used, or is somebody else's", async () => {
  const [anna, boris] = [await enrolled(), await enrolled()]
  const [first = ''] = anna.app.recoveryCodes
  const refused = { reason: 'CODE_WRONG' }
  const offer = (codes: string[]) => offerRecoverySheet(deps, anna.user.scope, { codes })
  await expect(offer(['0000-0000-0000'])).rejects.toMatchObject(refused)
  await expect(offer([first, first])).rejects.toMatchObject(refused)
  await expect(offer(boris.app.recoveryCodes)).rejects.toMatchObject(refused)
  await expect(
    offer([...anna.app.recoveryCodes.slice(1), '<script>alert(1)</script>']),
  ).rejects.toMatchObject(refused)
})

test('until it is fetched the sheet lies sealed', async () => {
  const { user, app } = await enrolled()
  const token = tokenOf(await offerRecoverySheet(deps, user.scope, { codes: app.recoveryCodes }))
  const row = await deps.db
    .selectFrom('oneTimeDownloads')
    .select(['tokenHash', 'contentSealed'])
    .where('userId', '=', user.id)
    .executeTakeFirstOrThrow()
  const kept = Buffer.concat([row.tokenHash, row.contentSealed ?? Buffer.alloc(0)]).toString('latin1')
  expect(kept).not.toContain(token)
  for (const code of app.recoveryCodes) expect(kept).not.toContain(code)
})

test('fifty sheets at once are no more than the limit', async () => {
  const { user, app } = await enrolled()
  const offers = Array.from({ length: 50 }, () =>
    offerRecoverySheet(deps, user.scope, { codes: app.recoveryCodes }),
  )
  const made = (await Promise.allSettled(offers)).filter(({ status }) => status === 'fulfilled')
  expect(made).toHaveLength(sheetsPerUser.count)
})

/** What the PDF's own tables say its glyphs mean. PDF 32000-1, 9.10.3. */
function unicodeOf(pdf: Buffer): string {
  const text = pdf.toString('latin1')
  const streams = [...text.matchAll(/stream\n([\s\S]*?)\nendstream/g)].map(([, body = '']) => {
    try {
      return inflateSync(Buffer.from(body, 'latin1')).toString('latin1')
    } catch {
      return ''
    }
  })
  const maps = streams.filter((stream) => stream.includes('beginbfrange'))
  const codes = maps.flatMap((map) => [...map.matchAll(/<([0-9a-f]{4})>/gi)].map(([, hex = '']) => hex))
  return codes.map((hex) => String.fromCharCode(Number.parseInt(hex, 16))).join('')
}
