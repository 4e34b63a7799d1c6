import type { AppRouter } from '@kinkeep/server/router'
import type { TRPCLink } from '@trpc/client'
import { observable, type Unsubscribable } from '@trpc/server/observable'
import { readError } from './read-error.ts'

/** One question at a time, however many calls wait for its answer. */
export interface ProofQuestion {
  /** true: the person has just shown that it is them. */
  answer: (proven: boolean) => void
}

let question: (ProofQuestion & { answered: Promise<boolean> }) | undefined
const listeners = new Set<() => void>()

/** Has the person show again that it is them. false when they would rather not, or no page is there to ask. */
export function askToProve(): Promise<boolean> {
  if (question) return question.answered
  if (listeners.size === 0) return Promise.resolve(false)
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const answer = (proven: boolean) => {
    question = undefined
    for (const listener of listeners) listener()
    resolve(proven)
  }
  question = { answer, answered: promise }
  for (const listener of listeners) listener()
  return promise
}

export function openQuestion(): ProofQuestion | undefined {
  return question
}

export function onQuestion(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/**
 * A change that is refused until the person shows that it is them waits for that, and is then made by itself. Where
 * they do not, the refusal is the answer.
 */
export const proofLink: TRPCLink<AppRouter> =
  () =>
  ({ op, next }) => {
    if (op.type !== 'mutation') return next(op)
    return observable((observer) => {
      let sent: Unsubscribable | undefined
      let isOver = false
      const send = (mayAsk: boolean) => {
        sent = next(op).subscribe({
          next: (value) => observer.next(value),
          complete: () => observer.complete(),
          error: (error) => {
            if (!mayAsk || readError(error).reason !== 'REAUTHENTICATION_REQUIRED')
              return observer.error(error)
            void askToProve().then((proven) => {
              if (isOver) return
              if (proven) send(false)
              else observer.error(error)
            })
          },
        })
      }
      send(true)
      return () => {
        isOver = true
        sent?.unsubscribe()
      }
    })
  }
