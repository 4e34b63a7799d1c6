import { buffer } from 'node:stream/consumers'
import { inflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { createPdfBook } from './pdf-book.ts'

const ink = '42 36 32'
const muted = '101 90 80'
const number = `Onest-Regular 9 ${muted}`
const small = `Onest-Regular 9.5 ${muted}`
const body = `Literata-Regular 11 ${ink}`

test('what is longer than a page goes on as it was set, whatever the number of the page is set in', async () => {
  const book = await open()
  book.titlePage('Our year', ['2024'])
  book.chapter('May')
  book.words({ small: 'Anna', title: 'The journey', body: 'We went on and on. '.repeat(900) }, 0)
  book.words({ small: 'Boris', title: null, body: 'And home.' }, 0)
  book.finish()
  const pages = typeOf(await buffer(book.stream))
  const story = pages.findIndex((types) => types.includes(body))
  const end = pages.findIndex((types, page) => page > story && types.includes(small))
  expect(end - story).toBeGreaterThan(3)
  expect(pages[story]).toEqual([number, small, `Literata-Medium 15 ${ink}`, body])
  for (const types of pages.slice(story + 1, end)) expect(types).toEqual([number, body])
  expect(pages[end]?.slice(-2)).toEqual([small, body])
})

test.each([
  ['small', small],
  ['title', `Literata-Medium 15 ${ink}`],
  ['body', body],
] as const)('a %s of several pages is set as one', async (part, type) => {
  const book = await open()
  book.titlePage('Our year', [])
  book.words({ small: null, title: null, body: null, [part]: 'Many words of it. '.repeat(700) }, 0)
  book.finish()
  const pages = typeOf(await buffer(book.stream))
  expect(pages.length).toBeGreaterThan(3)
  expect(new Set(pages.slice(2).flat())).toEqual(new Set([number, type]))
})

test('the lines below a title go on as they were set', async () => {
  const book = await open()
  book.titlePage('Our year', ['A line of many words. '.repeat(200)])
  book.finish()
  const pages = typeOf(await buffer(book.stream))
  expect(pages.length).toBeGreaterThan(1)
  for (const types of pages.slice(1)) expect(types).toEqual([number, `Literata-Regular 13 ${muted}`])
})

function open() {
  const about = { title: 'Our year', language: 'en', madeAt: new Date(0) } as const
  return createPdfBook('square', about, new AbortController().signal)
}

/** Of each page its fonts, sizes and colours (0 to 255), one after the other as its words are set in them. */
function typeOf(pdf: Buffer): string[][] {
  const objects = new Map(
    [...pdf.toString('latin1').matchAll(/^(\d+) 0 obj\n([\s\S]*?)\nendobj$/gm)].map(([, id, said]) => [
      id,
      said ?? '',
    ]),
  )
  const follow = (said: string, key: string) =>
    objects.get(new RegExp(`/${key} (\\d+) 0 R`).exec(said)?.[1]) ?? ''
  return [...objects.values()]
    .filter((said) => /\/Type \/Page\n/.test(said))
    .map((page) => {
      const resources = follow(page, 'Resources')
      const [, packed = ''] = /stream\n([\s\S]*)\nendstream/.exec(follow(page, 'Contents')) ?? []
      const drawn = inflateSync(Buffer.from(packed, 'latin1')).toString('latin1')
      const types: string[] = []
      let colour = ''
      for (const [, rgb, font = '', size] of drawn.matchAll(/^([\d. ]+) scn$|^\/(F\d+) ([\d.]+) Tf$/gm)) {
        if (rgb !== undefined)
          colour = rgb
            .split(' ')
            .map((part) => Math.round(Number(part) * 255))
            .join(' ')
        else {
          const name = /\/BaseFont \/[A-Z]+\+(\S+)/.exec(follow(resources, font))?.[1]
          const type = `${name} ${size} ${colour}`
          if (types.at(-1) !== type) types.push(type)
        }
      }
      return types
    })
}
