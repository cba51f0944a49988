import { ask, type Proof, unguarded } from './proof'

/** Something that is no JSON comes through as a body. */
export const uncheckedBody: Proof = async (trial) => {
  const stage = unguarded(trial, {})
  if (stage === undefined) return undefined
  const { status, error } = await ask(stage, trial.door, {
    headers: ['Content-Type', 'application/json'],
    body: '{"not what was": "meant"}',
  })
  const { verb, path } = trial.door
  const sent = `${verb} ${path} with {"not what was": "meant"}`
  return status === 200 ? `${sent} came to the integration` : `not shown: ${sent} got ${status} ${error ?? ''}`.trim()
}
