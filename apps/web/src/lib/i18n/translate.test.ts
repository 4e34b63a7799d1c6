import i18next from 'i18next'
import { describe, expect, test } from 'vitest'
import accountEn from '../../locales/account/en.json' with { type: 'json' }
import accountRu from '../../locales/account/ru.json' with { type: 'json' }
import en from '../../locales/en.json' with { type: 'json' }
import familyEn from '../../locales/family/en.json' with { type: 'json' }
import familyRu from '../../locales/family/ru.json' with { type: 'json' }
import memoriesEn from '../../locales/memories/en.json' with { type: 'json' }
import memoriesRu from '../../locales/memories/ru.json' with { type: 'json' }
import ru from '../../locales/ru.json' with { type: 'json' }
import { type Texts, translatorOf } from './translate.ts'

const locales: Record<string, Texts> = {
  en: { ...en, ...accountEn, ...familyEn, ...memoriesEn },
  ru: { ...ru, ...accountRu, ...familyRu, ...memoriesRu },
}
const pluralSuffix = /_(zero|one|two|few|many|other)$/
const counts = [0, 1, 2, 3, 4, 5, 10, 11, 12, 14, 21, 22, 25, 100, 101, 111, 1.5]

/** Every text with its path: `circle.keepCount_one`. */
function leavesOf(texts: Texts, prefix = ''): [path: string, text: string][] {
  return Object.entries(texts).flatMap(([name, value]) =>
    typeof value === 'string' ? [[`${prefix}${name}`, value]] : leavesOf(value, `${prefix}${name}.`),
  )
}

/** The keys as code names them, each with the holes that any of its plural forms has. */
function keysOf(texts: Texts): Map<string, string[]> {
  const keys = new Map<string, Set<string>>()
  for (const [path, text] of leavesOf(texts)) {
    const key = path.replace(pluralSuffix, '')
    const holes = keys.get(key) ?? new Set()
    for (const [, hole = ''] of text.matchAll(/\{\{(\w+)\}\}/g)) holes.add(hole)
    keys.set(key, holes)
  }
  return new Map([...keys].map(([key, holes]) => [key, [...holes].sort()]))
}

describe.each(Object.entries(locales))('%s', (language, texts) => {
  test('says what i18next says, for every key and every kind of number', async () => {
    const oracle = i18next.createInstance()
    await oracle.init({
      lng: language,
      fallbackLng: false,
      resources: { [language]: { translation: texts } },
      interpolation: { escapeValue: false },
    })
    const translate = translatorOf(language, texts)
    const said: [string, string][] = []
    const expected: [string, string][] = []
    for (const [key, holes] of keysOf(texts)) {
      // What a careless replacement would trip over.
      const values = Object.fromEntries(holes.map((hole) => [hole, `$& <b>${hole}</b> Жанна`]))
      for (const count of counts) {
        said.push([key, translate(key, { ...values, count })])
        expected.push([key, oracle.t(key, { ...values, count })])
      }
    }
    expect(said).toEqual(expected)
  })

  test('has every plural form that its language needs', () => {
    const { pluralCategories } = new Intl.PluralRules(language).resolvedOptions()
    const paths = new Set(leavesOf(texts).map(([path]) => path))
    const plural = [...paths]
      .filter((path) => pluralSuffix.test(path))
      .map((path) => path.replace(pluralSuffix, ''))
    const missing = [...new Set(plural)].flatMap((key) =>
      pluralCategories.map((category) => `${key}_${category}`).filter((path) => !paths.has(path)),
    )
    expect(missing).toEqual([])
  })

  test('leaves nothing empty', () => {
    expect(leavesOf(texts).filter(([, text]) => text.trim() === '')).toEqual([])
  })
})

test('both languages have the same keys with the same holes', () => {
  expect([...keysOf(ru)].sort()).toEqual([...keysOf(en)].sort())
})
