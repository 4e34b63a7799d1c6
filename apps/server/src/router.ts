import { authRouter } from './routers/auth.ts'
import { circlesRouter } from './routers/circles.ts'
import { keepsRouter } from './routers/keeps.ts'
import { mediaRouter } from './routers/media.ts'
import { operatorRouter } from './routers/operator.ts'
import { usersRouter } from './routers/users.ts'
import { router } from './trpc/procedures.ts'

/** The one API. Its names are the product's public face. */
export const appRouter = router({
  auth: authRouter,
  users: usersRouter,
  circles: circlesRouter,
  keeps: keepsRouter,
  media: mediaRouter,
  operator: operatorRouter,
})
export type AppRouter = typeof appRouter
