import { expect, test } from 'vitest'
import { i18n } from './i18n.ts'
import { treeOf } from './source-tree.ts'

function locales(en: object, ru: object): string[] {
  const tree = treeOf({
    'apps/web/src/locales/en.json': JSON.stringify(en),
    'apps/web/src/locales/ru.json': JSON.stringify(ru),
  })
  return i18n(tree).map(({ path, message }) => `${path.slice(-7)} ${message}`)
}

test('complete languages are right, nested or flat', () => {
  const en = { photos_one: '{{count}} photo', photos_other: '{{count}} photos', a: { b: 'Hi {{name}}' } }
  const ru = {
    photos_one: '{{count}} фото',
    photos_few: '{{count}} фото',
    photos_many: '{{count}} фото',
    photos_other: '{{count}} фото',
    'a.b': 'Привет, {{name}}',
  }
  expect(locales(en, ru)).toEqual([])
})

test('a missing key, placeholder or plural form is caught', () => {
  expect(locales({ a: { b: 'x' } }, { a: {} })).toEqual(['ru.json lacks "a.b"'])
  expect(locales({ a: 'Hi' }, { a: 'Привет, {{name}}' })).toEqual([
    'en.json "a" lacks {{name}}, which another language has',
  ])
  expect(locales({ a_one: '1', a_other: '2' }, { a_one: '1', a_few: '2', a_other: '5' })).toEqual([
    'ru.json "a" needs the plural forms one, few, many, other',
  ])
  expect(locales({ a: 'x' }, { a_one: '1', a_few: '2', a_many: '5', a_other: '1.5' })).toEqual([
    'en.json "a" needs the plural forms one, other',
  ])
})

test.each([
  '<p>Hello</p>',
  '<>Привет</>',
  "<p>{'Hello'}</p>",
  '<img alt="A photo" />',
  '<input placeholder="Name" />',
  '<button aria-label="Close" />',
])('`%s` is caught in the web and the components', (jsx) => {
  const text = `export const x = ${jsx}`
  expect(i18n(treeOf({ 'apps/web/src/a.tsx': text }))).toHaveLength(1)
  expect(i18n(treeOf({ 'packages/ui/src/a.tsx': text }))).toHaveLength(1)
})

test.each(['<p>{t("a")} · 3</p>', '<b>Kinkeep</b>', '<img alt="" className="big" />', '<p>{count}</p>'])(
  '`%s` is right',
  (jsx) => expect(i18n(treeOf({ 'apps/web/src/a.tsx': `export const x = ${jsx}` }))).toEqual([]),
)
