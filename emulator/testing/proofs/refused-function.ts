import { ask, type Proof, unguarded } from './proof'

/** API Gateway may not call the function of a route, or not as it does: 500, and the function is not run. */
export const refusedFunction: Proof = async (trial) => {
  const stage = unguarded(trial, { backends: true })
  if (stage === undefined || trial.about.verb === undefined) return undefined
  const { status, body } = await ask(stage, trial.door)
  const { verb, path } = trial.door
  return status === 500 ? `${verb} ${path} is answered 500 ${body}` : `not shown: ${verb} ${path} is answered ${status}`
}
