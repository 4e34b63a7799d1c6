import type { Occasion } from '@kinkeep/contracts/calendar'
import ICAL from 'ical.js'
import { describe, expect, test } from 'vitest'
import { occasionText, renderFeed } from './feed-rules.ts'

const now = new Date('2026-05-01T10:00:00Z')
const birthday: Occasion = { kind: 'childBirthday', subjectId: 'a', name: 'Лев', day: '2026-02-28', years: 3 }

describe('in words', () => {
  test.each([
    [1, 'Лев: исполняется 1 год', 'Лев turns 1', 'День памяти: Лев, 1 год', 'In memory of Лев, 1 year'],
    [3, 'Лев: исполняется 3 года', 'Лев turns 3', 'День памяти: Лев, 3 года', 'In memory of Лев, 3 years'],
    [11, 'Лев: исполняется 11 лет', 'Лев turns 11', 'День памяти: Лев, 11 лет', 'In memory of Лев, 11 years'],
    [21, 'Лев: исполняется 21 год', 'Лев turns 21', 'День памяти: Лев, 21 год', 'In memory of Лев, 21 years'],
  ])('%i years', (years, ru, en, ruMissed, enMissed) => {
    const missed = { ...birthday, kind: 'petRemembrance' as const, years }
    expect(occasionText('ru', { ...birthday, years })).toBe(ru)
    expect(occasionText('en', { ...birthday, years })).toBe(en)
    expect(occasionText('ru', missed)).toBe(ruMissed)
    expect(occasionText('en', missed)).toBe(enMissed)
  })
})

test('another program reads whole days with names, whatever is in the names, on any server clock', () => {
  const names = ['Лев; "Лёва", \\n', 'BEGIN:VEVENT', 'Ж'.repeat(100), '👨‍👩‍👧'.repeat(12)]
  const occasions = names.map((name, index) => ({ ...birthday, subjectId: String(index), name }))
  const text = renderFeed(occasions, { name: 'Дом, милый дом; и сад', language: 'ru', now })
  const calendar = new ICAL.Component(ICAL.parse(text))
  expect(calendar.getFirstPropertyValue('version')).toBe('2.0')
  expect(calendar.getFirstPropertyValue('prodid')).toBe('-//Kinkeep//Family calendar//RU')
  // A text by RFC 5545, 3.8.8.2, whose escapes this parser leaves in what it does not know.
  expect(calendar.getFirstPropertyValue('x-wr-calname')).toBe('Дом\\, милый дом\\; и сад')
  const events = calendar.getAllSubcomponents('vevent').map((each) => new ICAL.Event(each))
  expect(events.map(({ summary }) => summary)).toEqual(names.map((name) => `${name}: исполняется 3 года`))
  for (const event of events) {
    expect([event.startDate.isDate, event.startDate.toString()]).toEqual([true, '2026-02-28'])
    expect(event.duration.toSeconds()).toBe(24 * 60 * 60)
    expect(event.component.getFirstPropertyValue('transp')).toBe('TRANSPARENT')
  }
  // RFC 5545, 3.1: lines of 75 octets at most, ended by CRLF.
  const lines = text.split('\r\n')
  expect(Math.max(...lines.map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(75)
  expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
})

test('a day keeps its identity when a name changes, and has another each year', () => {
  const uids = (changes: Partial<Occasion>) => {
    const text = renderFeed([{ ...birthday, ...changes }], { name: 'Home', language: 'en', now })
    return new ICAL.Component(ICAL.parse(text)).getFirstSubcomponent('vevent')?.getFirstPropertyValue('uid')
  }
  expect(uids({ name: 'Leo' })).toBe(uids({}))
  expect(uids({ day: '2027-02-28' })).not.toBe(uids({}))
  expect(uids({ kind: 'petBirthday' })).not.toBe(uids({}))
})
