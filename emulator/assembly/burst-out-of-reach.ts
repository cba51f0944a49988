import type { Diagnostic } from '../base/diagnostics'
import { methodSettings } from '../gateway/method-settings'
import { usualAccountThrottle } from '../model/account-throttle'
import type { Call } from '../services/operations'
import { servedRoutes, stageSubject } from './served-routes'

/** The code of its diagnostics. */
export const BURST = 'burst-out-of-reach'

/** Bursts that cannot come: a limit that each of the requests has to pass as well holds fewer, or they let nothing through at all. */
export function burstOutOfReach(call: Call): Diagnostic[] {
  return [...ofMethods(call), ...ofPlans(call)]
}

function ofMethods(call: Call): Diagnostic[] {
  const account = accountBurst(call)
  const said = new Map<string, Diagnostic>()
  for (const route of servedRoutes(call)) {
    const burst = methodSettings(route.stage, route.resource.path, route.method.httpMethod).throttlingBurstLimit
    const finding = judge(`The burst of ${route.name}`, burst, account, 'the account', stageSubject(route))
    if (finding !== undefined) said.set(finding.message, finding)
  }
  return [...said.values()]
}

function ofPlans(call: Call): Diagnostic[] {
  const account = accountBurst(call)
  const routes = servedRoutes(call)
  return call.records.usagePlans.list().flatMap((plan) => {
    const subject = `/usageplans/${plan.id}`
    const whole = plan.throttle?.burstLimit
    const methods = plan.apiStages.flatMap(({ apiId, stage, throttle }) =>
      Object.entries(throttle ?? {}).map(([key, { burstLimit }]) => {
        const what = `The burst of ${key} in the usage plan ${plan.name}`
        const route = routes.find(
          (other) =>
            other.apiId === apiId && other.stage.stageName === stage && `${other.resource.path}/${other.method.httpMethod}` === key,
        )
        const own = route && methodSettings(route.stage, route.resource.path, route.method.httpMethod).throttlingBurstLimit
        if (whole !== undefined && whole >= 0 && (burstLimit ?? 0) > whole) return judge(what, burstLimit, whole, 'the plan', subject)
        if (own !== undefined && own >= 0 && (burstLimit ?? 0) > own)
          return judge(what, burstLimit, own, 'the method in the stage', subject)
        return judge(what, burstLimit, account, 'the account', subject)
      }),
    )
    return [judge(`The burst of the usage plan ${plan.name}`, whole, account, 'the account', subject), ...methods].filter(
      (finding) => finding !== undefined,
    )
  })
}

function judge(what: string, burst: number | undefined, most: number, whose: string, subject: string): Diagnostic | undefined {
  if (burst === 0)
    return {
      code: BURST,
      severity: 'warning',
      message: `${what} is 0: no request is let through.`,
      fix: 'Let one through at least.',
      subject,
    }
  if (burst === undefined || burst <= most) return undefined
  const message = `${what} is ${burst}, and can never be reached: ${whose} lets ${most} through at once.`
  return { code: BURST, severity: 'warning', message, fix: `Give it ${most} at most.`, subject }
}

function accountBurst({ records, region }: Call): number {
  return records.account.get('account')?.throttleSettings.burstLimit ?? usualAccountThrottle(region).burstLimit
}
