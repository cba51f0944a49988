import { ask, type Proof, unguarded } from './proof'

/** A preflight is answered with both headers. */
export const everyOrigin: Proof = async (trial) => {
  const { door } = trial
  if (trial.about.verb !== 'OPTIONS') return undefined
  const stage = unguarded(trial, { backends: true })
  if (stage === undefined) return undefined
  const { header } = await ask(stage, door, { headers: ['Origin', 'https://app.example', 'Access-Control-Request-Method', 'GET'] })
  const [origin, credentials] = [header('access-control-allow-origin'), header('access-control-allow-credentials')]
  const got = `OPTIONS ${door.path} got Access-Control-Allow-Origin ${origin} and Access-Control-Allow-Credentials ${credentials}`
  return origin === '*' && credentials === 'true' ? got : `not shown: ${got}`
}
