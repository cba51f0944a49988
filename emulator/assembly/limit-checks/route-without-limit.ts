import type { ThrottleSettings } from '@aws-sdk/client-api-gateway'
import type { Diagnostic } from '../../base/diagnostics'
import { methodSettings } from '../../gateway/method-settings'
import { usualAccountThrottle } from '../../model/account-throttle'
import type { Call } from '../../services/operations'
import { type ServedRoute, servedRoutes, stageSubject } from './served-routes'

/** Routes that nothing limits but the account: one of them can take all that every API of the account has. Said once a stage. */
export function routeWithoutLimit(call: Call): Diagnostic[] {
  const unlimited = new Map<string, ServedRoute[]>()
  for (const route of servedRoutes(call)) {
    if (isLimited(route, call) || isLimitedByPlans(route, call)) continue
    const subject = stageSubject(route)
    unlimited.set(subject, [...(unlimited.get(subject) ?? []), route])
  }
  return [...unlimited].map(([subject, routes]) => {
    const [{ definition, stage }] = routes as [ServedRoute]
    const names = routes.map(({ method, resource }) => `${method.httpMethod} ${resource.path}`).sort()
    return {
      code: 'route-without-limit',
      severity: 'warning',
      message: `${definition.api.name} ${stage.stageName}: nothing but the account limits ${names.join(', ')}.`,
      fix: 'Give the stage a throttle for all methods, or these methods their own.',
      subject,
    }
  })
}

function isLimited({ stage, resource, method }: ServedRoute, { region }: Call): boolean {
  const { throttlingRateLimit, throttlingBurstLimit } = methodSettings(stage, resource.path, method.httpMethod)
  return limits({ rateLimit: throttlingRateLimit, burstLimit: throttlingBurstLimit }, region)
}

/** -1 is no limit, and what is no less than the account's own is none either. */
function limits({ rateLimit = -1, burstLimit = -1 }: ThrottleSettings, region: string): boolean {
  const account = usualAccountThrottle(region)
  if (rateLimit < 0 || burstLimit < 0) return false
  return rateLimit < account.rateLimit || burstLimit < account.burstLimit
}

/** A key that comes in is limited by its plan: by each of those that open the stage. */
function isLimitedByPlans({ apiId, stage, resource, method }: ServedRoute, { records, region }: Call): boolean {
  if (!method.apiKeyRequired) return false
  const opening = records.usagePlans
    .list()
    .flatMap((plan) =>
      plan.apiStages.filter((other) => other.apiId === apiId && other.stage === stage.stageName).map((own) => ({ plan, own })),
    )
  const methodKey = `${resource.path}/${method.httpMethod}`
  return (
    opening.length > 0 &&
    opening.every(({ plan, own }) => limits(plan.throttle ?? {}, region) || limits(own.throttle?.[methodKey] ?? {}, region))
  )
}
