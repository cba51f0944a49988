import { Annotations, aws_apigateway as apigateway, type aws_secretsmanager as secretsmanager, Token } from 'aws-cdk-lib'
import { Construct } from 'constructs'
import { ConfigError } from './config-error'
import { given } from './given'
import type { RestStages } from './stages'
import { checkThrottle, type ThrottleProps } from './throttle'

/**
 * How many requests a holder of a key may send in a period.
 *
 * @example
 * const quota: QuotaProps = { limit: 10_000, per: apigateway.Period.MONTH }
 */
export interface QuotaProps {
  readonly limit: number
  readonly per: apigateway.Period
  /** Requests that count as sent when the first period begins. @default 0 */
  readonly offset?: number
}

/**
 * A key of a usage plan. The name is how the gateway's declaration calls it: plans that name the same key share it.
 *
 * @example
 * const acme: ApiKeyProps = { name: 'acme', description: 'Acme Corporation, since 2026' }
 */
export interface ApiKeyProps {
  readonly name: string
  /** The value that clients send in `x-api-key`, 20 to 128 characters. @default - made by API Gateway, as it should be on AWS */
  readonly value?: string
  /** A secret whose text is the value, in place of `value`. */
  readonly secret?: secretsmanager.ISecret
  readonly description?: string
  /** @default true */
  readonly enabled?: boolean
  /** A key that is there already, for example of another version of the API: a value can be of one key only. @default - one is made */
  readonly key?: apigateway.IApiKey
}

/**
 * What the holders of some keys may do in some stages.
 *
 * @example
 * const partner: UsagePlanProps = { quota: { limit: 10_000, per: apigateway.Period.MONTH }, keys: [{ name: 'acme' }], stages: ['prod'] }
 */
export interface UsagePlanProps {
  readonly description?: string
  /** For each key. @default - as the stage */
  readonly throttle?: ThrottleProps
  /** For each key. @default - none */
  readonly quota?: QuotaProps
  readonly keys?: ApiKeyProps[]
  /** Names of stages. @default - all stages of the gateway */
  readonly stages?: string[]
}

/** The usage plans and API keys of one gateway. The id of a key depends on its name alone, so that a change of plans leaves issued keys as they are. */
export class RestUsagePlans extends Construct {
  private readonly plans = new Map<string, apigateway.UsagePlan>()
  private readonly keys = new Map<
    string,
    { readonly key: apigateway.IApiKey; readonly props: ApiKeyProps; readonly places: Map<string, string> }
  >()
  private readonly stagesWithKeys = new Set<string>()

  constructor(
    scope: Construct,
    id: string,
    private readonly stages: RestStages,
  ) {
    super(scope, id)
  }

  /** The plan of that name. */
  plan(name: string): apigateway.UsagePlan {
    return find(this, 'usage plan', this.plans, name)
  }

  /** The key of that name. */
  key(name: string): apigateway.IApiKey {
    return find(this, 'API key', this.keys, name).key
  }

  /** Adds a plan, its stages and its keys. */
  add(name: string, props: UsagePlanProps): apigateway.UsagePlan {
    const stages = props.stages ?? this.stages.names()
    const plan = new apigateway.UsagePlan(this, name, {
      description: props.description ?? name,
      apiStages: stages.map((stage) => ({ stage: this.stages.get(stage, `Usage plan "${name}"`) })),
      ...(props.throttle !== undefined && { throttle: this.throttle(name, props.throttle) }),
      ...(props.quota !== undefined && { quota: this.quota(name, props.quota) }),
    })
    for (const key of props.keys ?? []) {
      const { keyId } = this.issue(name, key, stages)
      new apigateway.CfnUsagePlanKey(this, `${name} ${key.name}`, { usagePlanId: plan.usagePlanId, keyId, keyType: 'API_KEY' })
      for (const stage of stages) this.stagesWithKeys.add(stage)
    }
    this.plans.set(name, plan)
    return plan
  }

  /** Warns of stages in which a route asks for a key that nobody can have: each request would be answered 403. */
  warnOfMissingKeys(routeKey: string): void {
    const without = this.stages.names().filter((stage) => !this.stagesWithKeys.has(stage))
    if (without.length === 0) return
    Annotations.of(this).addWarningV2(
      'portico:noKeyForStage',
      `"${routeKey}" requires an API key, but no usage plan gives a key for stage ${without.join(', ')}: there each request is answered 403.`,
    )
  }

  private throttle(plan: string, throttle: ThrottleProps): apigateway.ThrottleSettings {
    checkThrottle(this, `usage plan "${plan}"`, throttle)
    return { rateLimit: throttle.rate, burstLimit: throttle.burst }
  }

  private quota(plan: string, quota: QuotaProps): apigateway.QuotaSettings {
    if (!Token.isUnresolved(quota.limit) && (!Number.isInteger(quota.limit) || quota.limit < 1)) {
      throw new ConfigError(this, {
        what: `The quota of usage plan "${plan}" is not a number of requests`,
        got: quota.limit,
        allowed: 'a whole number, 1 or more',
        fix: 'write for example { limit: 10_000, per: Period.MONTH }, or leave the quota out',
      })
    }
    return { limit: quota.limit, period: quota.per, ...given({ offset: quota.offset }) }
  }

  private issue(plan: string, props: ApiKeyProps, stages: readonly string[]): apigateway.IApiKey {
    const known = this.keys.get(props.name) ?? { key: this.createKey(props), props, places: new Map<string, string>() }
    if (known.props !== props && (props.value ?? known.props.value) !== known.props.value) {
      throw new ConfigError(this, {
        what: `API key "${props.name}" is declared with two values`,
        fix: 'give the value once, or name the second key otherwise',
      })
    }
    for (const stage of stages) {
      const other = known.places.get(stage)
      if (other !== undefined) {
        // AWS: "only one plan per api:stage" for a key (facts/05, 2).
        throw new ConfigError(this, {
          what: `API key "${props.name}" is in two usage plans for stage "${stage}"`,
          got: [other, plan],
          allowed: 'one plan for a key in a stage',
          fix: 'issue two keys, or give the plans different stages',
        })
      }
      known.places.set(stage, plan)
    }
    this.keys.set(props.name, known)
    return known.key
  }

  private createKey({ name, value: written, secret, description, enabled, key }: ApiKeyProps): apigateway.IApiKey {
    if (key !== undefined) {
      if (written === undefined && secret === undefined && enabled === undefined) return key
      throw new ConfigError(this, {
        what: `API key "${name}" is there already, and is declared anew`,
        fix: 'leave "value", "secret" and "enabled" out, or leave "key" out',
      })
    }
    // CloudFormation looks the secret up when it deploys: the template holds a reference.
    const value = secret === undefined ? written : secret.secretValue.unsafeUnwrap()
    if (value !== undefined && !Token.isUnresolved(value) && (value.length < 20 || value.length > 128)) {
      throw new ConfigError(this, {
        what: `The value of API key "${name}" is too ${value.length < 20 ? 'short' : 'long'}`,
        got: `${value.length} characters`,
        allowed: '20 to 128 characters',
        fix: 'leave the value out and let API Gateway make it',
      })
    }
    const made = new apigateway.ApiKey(this, `Key ${name}`, { description: description ?? name, ...given({ value, enabled }) })
    // ApiKey is no IApiKey to a compiler that tells absent from undefined.
    return made as apigateway.IApiKey
  }
}

function find<Item>(scope: Construct, kind: string, items: ReadonlyMap<string, Item>, name: string): Item {
  const item = items.get(name)
  if (item !== undefined) return item
  throw new ConfigError(scope, {
    what: `The gateway has no ${kind} of that name`,
    got: name,
    allowed: [...items.keys()].join(', ') || 'none is declared',
    fix: 'correct the name',
  })
}
