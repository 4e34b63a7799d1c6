import { expect, test } from 'vitest'
import { describeDevice } from './describe-device.ts'

test.each([
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0',
    { browser: 'Firefox', system: 'Windows', kind: 'desktop' },
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
    { browser: 'Safari', system: 'iOS', kind: 'phone' },
  ],
  [
    'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/153.0.0.0 Mobile Safari/537.36',
    { browser: 'Chrome', system: 'Android', kind: 'phone' },
  ],
  [
    'Mozilla/5.0 (iPad; CPU OS 12_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/12.1 Mobile/15E148 Safari/604.1',
    { browser: 'Safari', system: 'iOS', kind: 'tablet' },
  ],
  ['', { browser: null, system: null, kind: 'unknown' }],
  [null, { browser: null, system: null, kind: 'unknown' }],
])('%s', (userAgent, device) => {
  expect(describeDevice(userAgent)).toEqual(device)
})

test('what is not a user agent is words at most, however long it takes itself', () => {
  const started = performance.now()
  for (const odd of ['(', '%00<script>', 'a'.repeat(300), '('.repeat(300), ';/ '.repeat(100)]) {
    expect(describeDevice(odd).kind).toBe('unknown')
  }
  expect(performance.now() - started).toBeLessThan(500)
})
