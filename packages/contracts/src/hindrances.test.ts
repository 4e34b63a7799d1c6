import { expect, test } from 'vitest'
import { findHindrance, findMemberHindrance, findRoleHindrances } from './hindrances.ts'
import { memberRoles } from './roles.ts'

test.each([
  ['member.leave', ['ownerStays', null, null, null]],
  ['circle.delete', [null, 'ownersAct', 'ownersAct', 'ownersAct']],
  ['circle.update', [null, null, 'adminsAct', 'adminsAct']],
  ['keep.create', [null, null, null, 'viewersLook']],
] as const)('%s says to owner, admin, member and viewer what keeps them from it', (permission, expected) => {
  expect(memberRoles.map((role) => findHindrance(role, permission))).toEqual(expected)
})

test.each([
  ['member.remove', 'owner', ['ownerStays', null, null, null]],
  ['member.remove', 'admin', ['ownerStays', 'adminBeside', null, null]],
  ['member.remove', 'member', ['adminsAct', 'adminsAct', 'adminsAct', 'adminsAct']],
  ['member.setRole', 'admin', ['ownerAbove', 'adminBeside', null, null]],
  ['circle.handOver', 'owner', [null, null, null, null]],
  ['circle.handOver', 'admin', ['ownersAct', 'ownersAct', 'ownersAct', 'ownersAct']],
] as const)('%s by %s of each role', (act, actor, expected) => {
  expect(memberRoles.map((role) => findMemberHindrance(act, actor, { role, isSelf: false }))).toEqual(
    expected,
  )
})

test('nobody changes or removes themselves, and an admin makes no admins', () => {
  expect(findMemberHindrance('member.setRole', 'admin', { role: 'admin', isSelf: true })).toBe('yourself')
  expect(findMemberHindrance('member.remove', 'owner', { role: 'owner', isSelf: true })).toBe('ownerStays')
  expect(findRoleHindrances('admin')).toEqual([
    { role: 'admin', hindrance: 'ownersAct' },
    { role: 'member', hindrance: null },
    { role: 'viewer', hindrance: null },
  ])
})
