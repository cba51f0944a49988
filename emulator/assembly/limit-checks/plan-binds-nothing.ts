import type { Diagnostic } from '../../base/diagnostics'
import type { UsagePlanRecord } from '../../model/apigateway'
import type { Call } from '../../services/operations'
import { servedRoutes } from './served-routes'

/** Usage plans that have no effect, and why. */
export function planBindsNothing(call: Call): Diagnostic[] {
  const asking = new Set(
    servedRoutes(call).flatMap(({ apiId, stage, method }) => (method.apiKeyRequired ? [`${apiId}/${stage.stageName}`] : [])),
  )
  return call.records.usagePlans.list().flatMap((plan) => {
    const why = reason(plan, call, asking)
    if (why === undefined) return []
    return [
      {
        code: 'plan-binds-nothing',
        severity: 'warning',
        message: `The usage plan ${plan.name} binds nothing: ${why.message}.`,
        fix: why.fix,
        subject: `/usageplans/${plan.id}`,
      },
    ]
  })
}

function reason(plan: UsagePlanRecord, { records }: Call, asking: ReadonlySet<string>): { message: string; fix: string } | undefined {
  const { apiStages, throttle, quota } = plan
  if (apiStages.length === 0) return { message: 'it names no stage', fix: 'Name the stages that its keys open.' }
  if (records.usagePlanKeys.ids(plan.id).length === 0) return { message: 'it has no key', fix: 'Put keys into it.' }
  if (throttle === undefined && quota === undefined && !apiStages.some((stage) => stage.throttle !== undefined))
    return { message: 'it has neither a throttle nor a quota', fix: 'Give it one, unless it is only to open its stages.' }
  if (!apiStages.some(({ apiId, stage }) => asking.has(`${apiId}/${stage}`)))
    return { message: 'no method of its stages requires a key', fix: 'Require an API key on the methods that it is to limit.' }
  return undefined
}
