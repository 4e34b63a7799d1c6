import { readFileSync } from 'node:fs'
import { mediaTypes } from '@kinkeep/contracts/media-states'
import { expect, test } from 'vitest'

const manifest = JSON.parse(
  readFileSync(new URL('../../public/manifest.webmanifest', import.meta.url), 'utf8'),
)

test('other apps may share what Kinkeep takes, and nothing else', () => {
  const { action, method, enctype, params } = manifest.share_target
  expect({ action, method, enctype }).toEqual({
    ...{ action: '/share', method: 'POST', enctype: 'multipart/form-data' },
  })
  const [{ name, accept }] = params.files
  expect(name).toBe('files')
  expect(accept.filter((type: string) => !type.startsWith('.')).toSorted()).toEqual(mediaTypes.toSorted())
})
