import { useEffect, useState } from 'react'
import type { PhoneFormat } from './phone-format.ts'

/** What is known of numbers in this browser's country; null until it is fetched, and when it cannot be. */
export function usePhoneFormat(): PhoneFormat | null {
  const [format, setFormat] = useState<PhoneFormat | null>(null)
  useEffect(() => {
    let isHere = true
    import('./phone-format.ts').then(
      ({ readPhoneFormat }) => isHere && setFormat(readPhoneFormat()),
      // The server judges numbers anyway: without this they are typed with their country's code.
      () => undefined,
    )
    return () => {
      isHere = false
    }
  }, [])
  return format
}
