import { expect, test } from 'vitest'
import { isPin, readPin } from './read-pin.ts'

test('a PIN is six digits, however they are grouped', () => {
  const typed = (pin: string) => {
    const data = new FormData()
    data.set('pin', pin)
    return readPin(data)
  }
  for (const pin of ['120583', '12 05 83', '120-583', ' 120583 ']) expect(isPin(typed(pin)), pin).toBe(true)
  for (const pin of ['', '12058', '1205834', '12058a', '１２０５８３'])
    expect(isPin(typed(pin)), pin).toBe(false)
})
