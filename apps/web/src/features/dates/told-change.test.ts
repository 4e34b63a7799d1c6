import { expect, test } from 'vitest'
import { translatorOf } from '../../lib/i18n/translate.ts'
import en from '../../locales/memories/en.json' with { type: 'json' }
import ru from '../../locales/memories/ru.json' with { type: 'json' }
import { changeText, durationText, offsetText } from './change-text.ts'
import { newToldChange, toChange } from './told-change.ts'

test('a shift is told in days, hours and minutes, and a shift by nothing is none', () => {
  const shift = { ...newToldChange, kind: 'shift', days: '1', hours: '2', minutes: '' } as const
  expect(toChange(shift)).toEqual({ kind: 'shift', minutes: 1560 })
  expect(toChange({ ...shift, direction: 'earlier' })).toEqual({ kind: 'shift', minutes: -1560 })
  expect(toChange({ ...shift, days: '', hours: '0' })).toBeUndefined()
  expect(toChange({ ...shift, hours: '2,5' })).toBeUndefined()
})

test('each keeps its own time only where a day is told', () => {
  const day = { precision: 'day', day: '2011-05-09', time: '' } as const
  const set = { ...newToldChange, date: day, keepsTime: true }
  expect(toChange(set)).toMatchObject({ happenedAt: '2011-05-09T00:00:00', keepsTime: true })
  expect(toChange({ ...set, date: { ...day, time: '10:00' } })).toMatchObject({ keepsTime: false })
  expect(toChange({ ...set, date: { ...day, precision: 'year' } })).toMatchObject({ keepsTime: false })
  expect(toChange(newToldChange)).toBeUndefined()
})

test('what was done is said in a line', () => {
  const [english, russian] = [translatorOf('en', en), translatorOf('ru', ru)]
  expect(durationText(-1565, english)).toBe('1 day 2 hours 5 minutes')
  expect(durationText(5 * 1440 + 21 * 60, russian)).toBe('5 дней 21 час')
  expect([offsetText(330), offsetText(-210), offsetText(0)]).toEqual(['UTC+05:30', 'UTC−03:30', 'UTC+00:00'])
  const summer = {
    kind: 'set',
    happenedAt: '1968-06-01T00:00:00',
    precision: 'season',
    keepsTime: false,
  } as const
  expect(changeText(summer, english, 'en')).toBe('Set to Summer 1968')
  expect(changeText({ kind: 'shift', minutes: -60 }, english, 'en')).toBe('Moved earlier by 1 hour')
})
