import type { ApiStage, QuotaPeriodType } from '@aws-sdk/client-api-gateway'
import type { ApiKeyRecord, UsagePlanRecord } from '../model/apigateway'
import { dayOf, type KeyUse, quotaAllowance, quotaCounter, quotaPeriodAt, usageCounter } from '../model/usage'
import { type Throttle, throttleOf } from './throttle'

/** What of a key is counted on one day. */
export interface Meter {
  /** Counter of the key's requests of the day. */
  readonly usage: string
  /** Counter of the quota's period, and how many requests it allows; absent where the plan has no quota. */
  readonly quota?: { readonly counter: string; readonly allowance: number }
}

const DAY = 86_400_000

/** A key in a usage plan, as one stage of the plan sees it. The names of its buckets and counters are made once. */
export class PlanMember {
  readonly id: string
  readonly value: string
  readonly #use: KeyUse
  #throttles: Map<string, readonly Throttle[]> | undefined
  #day = Number.NaN
  #meter: Meter | undefined

  constructor(
    key: ApiKeyRecord,
    readonly plan: UsagePlanRecord,
    private readonly apiStage: ApiStage,
    account: string,
    region: string,
  ) {
    this.id = key.id
    this.value = key.value
    this.#use = { account, region, planId: plan.id, keyId: key.id }
  }

  /**
   * The throttles of the key for a method (`/pets/GET`; the root's is `//GET`): the plan's for that method in the stage, then the plan's,
   * which is one for all of its stages (facts/05, section 1). Uncertain: that both are asked, where a method has its own.
   */
  throttles(method: string, account: Throttle): readonly Throttle[] {
    this.#throttles ??= new Map()
    let known = this.#throttles.get(method)
    if (known === undefined) {
      known = this.#throttlesOf(method, account)
      this.#throttles.set(method, known)
    }
    return known
  }

  #throttlesOf(method: string, account: Throttle): Throttle[] {
    const { planId, keyId } = this.#use
    const bucket = `throttle/plan/${this.#use.account}/${this.#use.region}/${planId}/${keyId}`
    const { apiId, stage, throttle = {} } = this.apiStage
    return [
      throttleOf('plan-method', `${bucket}/${apiId}/${stage}${method}`, throttle[method] ?? {}, account),
      throttleOf('plan', bucket, this.plan.throttle ?? {}, account),
    ].filter((each) => each !== undefined)
  }

  /** What is counted of a request at a time. */
  meter(now: number): Meter {
    const day = Math.floor(now / DAY)
    if (this.#meter === undefined || day !== this.#day) {
      this.#day = day
      this.#meter = this.#meterOf(now)
    }
    return this.#meter
  }

  #meterOf(now: number): Meter {
    const usage = usageCounter(this.#use, dayOf(now))
    const { quota, quotaSetAt } = this.plan
    if (quota?.period === undefined) return { usage }
    const period = quota.period as QuotaPeriodType
    const counter = quotaCounter(this.#use, period, dayOf(quotaPeriodAt(period, now).startsAt))
    return { usage, quota: { counter, allowance: quotaAllowance(quota, quotaSetAt, now) } }
  }
}
