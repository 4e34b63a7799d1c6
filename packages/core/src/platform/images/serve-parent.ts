import process from 'node:process'
import type { ChildJob, ChildMessage } from './child-messages.ts'

type Tell<Result> = (message: ChildMessage<Result>) => void

/**
 * Does in this process, which is a child, what its parent's slot sends, and tells it how that ended. `answer` may tell
 * more on the way. Ends with the parent.
 */
export function serveParent<Input, Result>(
  answer: (input: Input, now: Date, tell: Tell<Result>) => Promise<Result>,
): void {
  const memory = () => process.memoryUsage.rss()
  const tell: Tell<Result> = (message) => void process.send?.(message)

  process.on('message', async (job: ChildJob<Input>) => {
    try {
      const result = await answer(job.input, new Date(job.now), tell)
      tell({ type: 'done', result, memory: memory() })
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      tell({ type: 'error', message, memory: memory() })
    }
  })
  // The parent is gone: nobody wants the answer.
  process.on('disconnect', () => process.exit())

  if (process.argv.includes('report-memory')) {
    setInterval(() => tell({ type: 'memory', bytes: memory() }), 200)
  }
  tell({ type: 'ready' })
}
