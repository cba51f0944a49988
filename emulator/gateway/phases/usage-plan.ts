import { type Awaitable, isPromise } from '../../base/awaitable'
import { countedUntil } from '../../model/usage'
import type { Store } from '../../store/store'
import { GatewayError } from '../errors'
import { withoutStore } from '../lost-store'
import type { Phase, RestRoute } from '../phase'
import type { PlanMember } from '../plan-member'
import { firstRefusal, shownLimit, type Throttle } from '../throttle'
import { masked } from '../trail'

/**
 * What the usage plan of a request's key allows: the throttles of the key, then its quota (facts/01, step 12). A method without a key
 * passes its plan by (facts/04, section 3).
 */
export const usagePlan: Phase<RestRoute> = {
  name: 'usage-plan',
  plan: (route, ports) => {
    const { store, accounts } = ports
    const { account, region, definition, method, resource, stage } = route
    if (!method.apiKeyRequired) return undefined
    const apiStage = `${definition.api.id}/${stage.stageName}`
    const methodKey = `${resource.path}/${method.httpMethod}`
    const limit = accounts.in(account, region)
    const where = `RestApi ${definition.api.id}, Stage ${stage.stageName}, Resource ${resource.id}, HttpMethod ${method.httpMethod}`
    // The words of both refusals: AWS's knowledge center, "429 Too Many Requests or Limit Exceeded errors".
    const throttled = ({ value, plan }: PlanMember, throttle: Throttle) =>
      new GatewayError('THROTTLED', undefined, {
        layer: throttle.layer,
        log: `API Key ${masked(value)} exceeded throttle limit for API Stage ${apiStage}: Key throttle limit exceeded for Usage Plan ID ${plan.id}, ${where}. ${shownLimit(throttle)}`,
      })
    const exhausted = ({ value, plan }: PlanMember) =>
      new GatewayError('QUOTA_EXCEEDED', undefined, {
        layer: 'quota',
        log: `API Key ${masked(value)} exceeded quota limit for API Stage ${apiStage}: Key quota exhausted for Usage Plan ID ${plan.id}. Q Limit: ${plan.quota?.limit} Period: ${plan.quota?.period}`,
      })
    const checkQuota = (member: PlanMember, now: number): Awaitable<undefined> => {
      const left = countRequest(store, member, now)
      const judge = (isLeft: boolean) => {
        if (!isLeft) throw exhausted(member)
        return undefined
      }
      return isPromise(left) ? left.then(judge) : judge(left)
    }
    return (exchange) => {
      const member = exchange.key as PlanMember
      const now = exchange.receivedAt
      const refused = firstRefusal(store, member.throttles(methodKey, limit), now)
      const judge = (throttle: Throttle | undefined) => {
        if (throttle !== undefined) throw throttled(member, throttle)
        return checkQuota(member, now)
      }
      return isPromise(refused) ? refused.then(judge).catch((error) => withoutStore(error, exchange, ports)) : judge(refused)
    }
  },
}

/**
 * Counts a request for its key; whether the quota had room for it. A request that the quota refuses is counted as well, one that a
 * throttle has refused is not (uncertain, facts/05, section 2).
 */
function countRequest(store: Store, member: PlanMember, now: number): Awaitable<boolean> {
  const { usage, quota } = member.meter(now)
  const until = countedUntil(now)
  const day = store.count(usage, 1, until, now)
  const used = quota === undefined ? 0 : store.count(quota.counter, 1, until, now)
  const allowance = quota?.allowance ?? 0
  if (!isPromise(day) && !isPromise(used)) return used <= allowance
  return Promise.all([day, used]).then(([, sum]) => sum <= allowance)
}
