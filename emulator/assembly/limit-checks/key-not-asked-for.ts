import type { Diagnostic } from '../../base/diagnostics'
import type { Call } from '../../services/operations'
import { servedRoutes } from './served-routes'

/** API keys that open nothing: no route asks for them. */
export function keyNotAskedFor(call: Call): Diagnostic[] {
  const { apiKeys, usagePlans, usagePlanKeys } = call.records
  const asking = new Set(
    servedRoutes(call).flatMap(({ apiId, stage, method }) => (method.apiKeyRequired ? [`${apiId}/${stage.stageName}`] : [])),
  )
  return apiKeys.list().flatMap((key) => {
    const plans = usagePlans.list().filter(({ id }) => usagePlanKeys.get(key.id, id) !== undefined)
    if (plans.some(({ apiStages }) => apiStages.some(({ apiId, stage }) => asking.has(`${apiId}/${stage}`)))) return []
    const why = plans.length === 0 ? 'it is in no usage plan' : 'no method of its plans’ stages requires a key'
    return [
      {
        code: 'key-not-asked-for',
        severity: 'warning',
        message: `No route asks for the API key ${key.name ?? key.id}: ${why}.`,
        fix:
          plans.length === 0
            ? 'Put it into a usage plan of a stage whose methods require a key.'
            : 'Require an API key on the methods that it is for.',
        subject: `/apikeys/${key.id}`,
      },
    ]
  })
}
