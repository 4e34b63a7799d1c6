import { expect, test } from 'vitest'
import { invitationIn, invitationPath } from './invitation-path.ts'

test('the token of an invitation is found in the path that leads to it', () => {
  for (const token of ['aB_-9', 'with space', 'a/b?c'])
    expect(invitationIn(invitationPath(token))).toBe(token)
  expect(invitationIn('/invitations/abc?x=1')).toBe('abc')
})

test.each([undefined, '/', '/c/1', '/invitations', '/invitations/'])('there is none in %s', (path) => {
  expect(invitationIn(path)).toBeUndefined()
})
