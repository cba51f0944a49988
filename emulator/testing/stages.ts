import { userError } from '../base/diagnostics'
import type { CompiledStage } from '../gateway/compile'

/** The one stage that an API (name or id) and a stage name leave; a `UserError` that lists them when there is none, or several. */
export function findStage(
  stages: readonly CompiledStage[],
  { api, stage }: { readonly api?: string; readonly stage?: string },
): CompiledStage {
  const left = stages.filter(
    ({ apiId, apiName, stageName }) =>
      (api === undefined || api === apiId || api === apiName) && (stage === undefined || stage === stageName),
  )
  const [only] = left
  if (only !== undefined && left.length === 1) return only
  const list = (from: readonly CompiledStage[]) =>
    from.map(({ apiName, stageName }) => `{ api: '${apiName}', stage: '${stageName}' }`).join(', ')
  const asked = `{ api: ${api === undefined ? 'any' : `'${api}'`}, stage: ${stage === undefined ? 'any' : `'${stage}'`} }`
  if (left.length > 1)
    throw userError('several-stages', `Several stages fit ${asked}: ${list(left)}.`, {
      fix: "Name one: emulate(source, { stage: 'prod' }), or gw.at({ stage: 'prod' }).fetch(...).",
    })
  throw userError(
    'no-stage',
    `No stage fits ${asked}. There ${stages.length === 0 ? 'is none: no stage of a REST API was deployed' : `are: ${list(stages)}`}.`,
    {
      fix: 'Look at gw.diagnostics for what was not deployed.',
    },
  )
}
