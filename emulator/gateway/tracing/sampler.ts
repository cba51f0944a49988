import type { SamplingRule } from '@aws-sdk/client-xray'
import type { Clock } from '../../base/clock'
import { allHeaders, type HeaderFields } from '../../base/headers'
import type { Ids } from '../../base/ids'
import { compileWildcard } from '../../language/policy/wildcard'
import type { Registry } from '../../model/registry'
import type { Traces } from '../../observe/traces'

/** What sampling rules look at of a request to a stage. */
export interface Sampled {
  readonly account: string
  readonly region: string
  /** `{api}/{stage}`. */
  readonly service: string
  readonly host: string
  readonly method: string
  readonly headers: HeaderFields
  /** Of the stage. */
  readonly arn: string
}

/** The rule that every account has: one request a second, and five per cent of those beyond (facts/06, section 4). */
export const DEFAULT_RULE = {
  RuleName: 'Default',
  ResourceARN: '*',
  Priority: 10_000,
  FixedRate: 0.05,
  ReservoirSize: 1,
  ServiceName: '*',
  ServiceType: '*',
  Host: '*',
  HTTPMethod: '*',
  URLPath: '*',
  Version: 1,
  Attributes: {},
} as const satisfies SamplingRule

/** Decides which requests are traced. */
export class Sampler {
  readonly #reservoirs = new Map<string, { second: number; taken: number }>()

  constructor(
    private readonly registry: Registry,
    private readonly clock: Clock,
    private readonly ids: Ids,
    private readonly traces: Traces,
  ) {}

  /** The name of the account's rule that samples a request to a stage; undefined when it is not traced. */
  sample(request: Sampled): string | undefined {
    const { account, region } = request
    const own = this.registry
      .records(account, region)
      .samplingRules.list()
      .map(({ SamplingRule }) => SamplingRule)
    const rules: SamplingRule[] = own.some(({ RuleName }) => RuleName === 'Default') ? [...own] : [...own, DEFAULT_RULE]
    const rule = rules.sort(byPriority).find((each) => fits(each, request))
    if (rule === undefined) return undefined
    const name = rule.RuleName ?? 'Default'
    const now = this.clock.now()
    const isSampled = this.#take(rule, `${account}/${region}/${name}`, Math.floor(now / 1000))
    this.traces.in(account, region).sampling.add(name, now, { requests: 1, sampled: isSampled ? 1 : 0, borrowed: 0 })
    return isSampled ? name : undefined
  }

  /**
   * Whether an invocation of a function is traced: no rule says so, but a rate that cannot be changed (documented with CDK's `Tracing.ACTIVE`).
   * Uncertain: that it is the default rule's, for each function by itself.
   */
  samplesFunction(arn: string): boolean {
    return this.#take(DEFAULT_RULE, arn, Math.floor(this.clock.now() / 1000))
  }

  /** Whether the reservoir of a second has one more, or chance takes the request. */
  #take(rule: SamplingRule, key: string, second: number): boolean {
    const reservoir = this.#reservoirs.get(key) ?? { second, taken: 0 }
    this.#reservoirs.set(key, reservoir)
    if (reservoir.second !== second) {
      reservoir.second = second
      reservoir.taken = 0
    }
    if (reservoir.taken < (rule.ReservoirSize ?? 0)) {
      reservoir.taken++
      return true
    }
    return this.ids.fraction() < (rule.FixedRate ?? 0)
  }
}

function byPriority(a: SamplingRule, b: SamplingRule): number {
  return (a.Priority ?? 0) - (b.Priority ?? 0) || ((a.RuleName ?? '') < (b.RuleName ?? '') ? -1 : 1)
}

/** Paths are not supported for stages, attributes are headers (X-Ray developer guide, "Configuring sampling rules"). */
function fits(rule: SamplingRule, request: Sampled): boolean {
  return (
    like(rule.ServiceName, request.service) &&
    like(rule.ServiceType, 'AWS::ApiGateway::Stage') &&
    like(rule.Host, request.host) &&
    like(rule.HTTPMethod, request.method) &&
    like(rule.URLPath, '') &&
    like(rule.ResourceARN, request.arn) &&
    Object.entries(rule.Attributes ?? {}).every(([name, pattern]) =>
      allHeaders(request.headers, name).some((value) => like(pattern, value)),
    )
  )
}

/** `*` and `?` stand for others; case does not count. */
function like(pattern = '*', text: string): boolean {
  return pattern === '*' || compileWildcard(pattern.toLowerCase())(text.toLowerCase())
}
