import { listActivities as listActivitiesContract } from '@kinkeep/contracts/activities'
import * as contract from '@kinkeep/contracts/circles'
import { listActivities } from '@kinkeep/core/activities/queries'
import { createCircle } from '@kinkeep/core/circles/create-circle'
import { deleteCircle } from '@kinkeep/core/circles/delete-circle'
import { followCircle } from '@kinkeep/core/circles/follow-circle'
import { handOverCircle } from '@kinkeep/core/circles/hand-over-circle'
import { leaveCircle } from '@kinkeep/core/circles/leave-circle'
import { getCircle, listCircles, listDeletedCircles, listMembers } from '@kinkeep/core/circles/queries'
import { removeMember } from '@kinkeep/core/circles/remove-member'
import { restoreCircle } from '@kinkeep/core/circles/restore-circle'
import { setMemberRole } from '@kinkeep/core/circles/set-member-role'
import { updateCircle } from '@kinkeep/core/circles/update-circle'
import { circleProcedure, freshCircleProcedure, router, userProcedure } from '../trpc/procedures.ts'
import { trackedStream } from '../trpc/stream-output.ts'
import { calendarRouter } from './calendar.ts'
import { childrenRouter } from './children.ts'
import { guestLinksRouter } from './guest-links.ts'
import { invitationsRouter } from './invitations.ts'
import { petsRouter } from './pets.ts'

const membersRouter = router({
  list: circleProcedure('member.list')
    .input(contract.listMembers.input)
    .output(contract.listMembers.output)
    .query(({ ctx, input }) => listMembers(ctx.deps, ctx.scope, input)),

  remove: circleProcedure('member.remove')
    .input(contract.removeMember.input)
    .output(contract.removeMember.output)
    .mutation(async ({ ctx, input }) => {
      await removeMember(ctx.deps, ctx.scope, input)
      return { status: 'removed' }
    }),

  setRole: circleProcedure('member.setRole')
    .input(contract.setMemberRole.input)
    .output(contract.setMemberRole.output)
    .mutation(({ ctx, input }) => setMemberRole(ctx.deps, ctx.scope, input)),

  leave: circleProcedure('member.leave')
    .input(contract.leaveCircle.input)
    .output(contract.leaveCircle.output)
    .mutation(async ({ ctx }) => {
      await leaveCircle(ctx.deps, ctx.scope)
      return { status: 'left' }
    }),
})

export const circlesRouter = router({
  list: userProcedure
    .input(contract.listCircles.input)
    .output(contract.listCircles.output)
    .query(({ ctx, input }) => listCircles(ctx.deps, ctx.scope, input)),

  create: userProcedure
    .input(contract.createCircle.input)
    .output(contract.createCircle.output)
    .mutation(({ ctx, input }) => createCircle(ctx.deps, ctx.scope, input)),

  get: circleProcedure('circle.read')
    .input(contract.getCircle.input)
    .output(contract.getCircle.output)
    .query(({ ctx }) => getCircle(ctx.deps, ctx.scope)),

  update: circleProcedure('circle.update')
    .input(contract.updateCircle.input)
    .output(contract.updateCircle.output)
    .mutation(({ ctx, input }) => updateCircle(ctx.deps, ctx.scope, input)),

  handOver: freshCircleProcedure('circle.handOver')
    .input(contract.handOverCircle.input)
    .output(contract.handOverCircle.output)
    .mutation(({ ctx, input }) => handOverCircle(ctx.deps, ctx.scope, input)),

  delete: freshCircleProcedure('circle.delete')
    .input(contract.deleteCircle.input)
    .output(contract.deleteCircle.output)
    .mutation(({ ctx }) => deleteCircle(ctx.deps, ctx.scope)),

  restore: userProcedure
    .input(contract.restoreCircle.input)
    .output(contract.restoreCircle.output)
    .mutation(({ ctx, input }) => restoreCircle(ctx.deps, ctx.scope, input)),

  deleted: userProcedure
    .input(contract.listDeletedCircles.input)
    .output(contract.listDeletedCircles.output)
    .query(({ ctx, input }) => listDeletedCircles(ctx.deps, ctx.scope, input)),

  activity: circleProcedure('activity.read')
    .input(listActivitiesContract.input)
    .output(listActivitiesContract.output)
    .query(({ ctx, input }) => listActivities(ctx.deps, ctx.scope, input)),

  onEvent: circleProcedure('circle.read')
    .input(contract.onEvent.input)
    .output(trackedStream(contract.onEvent.output))
    .subscription(({ ctx, input, signal }) => followCircle(ctx.deps, ctx.scope, input, signal)),

  members: membersRouter,
  invitations: invitationsRouter,
  guestLinks: guestLinksRouter,
  children: childrenRouter,
  pets: petsRouter,
  calendar: calendarRouter,
})
