import { expect, test } from 'vitest'
import { takenAt } from './taken-at.ts'

const berlin = () => 120
const summer = { photoTakenTime: { timestamp: Date.UTC(2019, 7, 1, 10) / 1000 } }
const at = (latitude: number, longitude: number) => ({ ...summer, geoData: { latitude, longitude } })

test('a photo without a place has the clock of home', () => {
  expect(takenAt(summer, berlin)).toEqual({ at: '2019-08-01T12:00:00', offsetMinutes: 120 })
  expect(takenAt(at(0, 0), berlin)).toEqual({ at: '2019-08-01T12:00:00', offsetMinutes: 120 })
})

test('a place where the clock may be that of home changes nothing', () => {
  // Vigo: the sun says one hour west of UTC, Spain says two east.
  expect(takenAt(at(42.2, -8.7), berlin)?.offsetMinutes).toBe(120)
})

test('a place far away has the clock of its longitude', () => {
  expect(takenAt(at(35.7, 139.7), berlin)).toEqual({ at: '2019-08-01T19:00:00', offsetMinutes: 540 })
  expect(takenAt(at(40.7, -74), berlin)).toEqual({ at: '2019-08-01T05:00:00', offsetMinutes: -300 })
})

test('without a time, or with one that is none, there is no date', () => {
  expect(takenAt({}, berlin)).toBeUndefined()
  expect(takenAt({ photoTakenTime: { timestamp: Number.NaN } }, berlin)).toBeUndefined()
  expect(takenAt({ photoTakenTime: { timestamp: 1e20 } }, berlin)).toBeUndefined()
})
