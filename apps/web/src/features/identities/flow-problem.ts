import { type FlowProblem, flowProblems } from '@kinkeep/contracts/identity-providers'

/** A reason that the server put into the address; undefined for anything else that stands there. */
export function readFlowProblem(value: unknown): FlowProblem | undefined {
  return flowProblems.find((problem) => problem === value)
}
