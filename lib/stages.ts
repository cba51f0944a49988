import { Annotations, aws_apigateway as apigateway, CfnOutput, Lazy, Token } from 'aws-cdk-lib'
import { Construct, type IConstruct } from 'constructs'
import { AccessLog, type AccessLogProps } from './access-log'
import { AccountLogging } from './account-logging'
import { CACHE_SIZES, type CacheBinding } from './cache'
import { addCanary, type CanaryProps, checkCanary } from './canary'
import { ConfigError } from './config-error'
import type { ContentDeployment } from './deployment'
import type { RestDocumentation } from './documentation'
import { ExecutionLog, type ExecutionLogProps } from './execution-log'
import { given } from './given'
import { checkThrottle, DEFAULT_THROTTLE, type ThrottleProps } from './throttle'

/**
 * A stage: one address at which the API is served, with settings of its own.
 *
 * @example
 * const stages = { dev: {}, prod: { variables: { table: 'orders' }, throttle: { rate: 500, burst: 1000 } } }
 */
export interface RestStageProps {
  readonly description?: string
  /** Values that functions get as `event.stageVariables` and templates as `$stageVariables`. */
  readonly variables?: { readonly [name: string]: string }
  /** A share of the requests that is served otherwise, to try it. @default - none */
  readonly canary?: CanaryProps
  /** The size of the stage's cache in GB: `0.5`, `1.6`, `6.1`, `13.5`, `28.4`, `58.2`, `118` or `237`. @default - no cache */
  readonly cacheSize?: string
  /** @default - the throttle of the gateway */
  readonly throttle?: ThrottleProps
  /** @default - the access log of the gateway */
  readonly accessLog?: AccessLogProps
  /** What is written of how each request is processed. @default - nothing */
  readonly executionLog?: ExecutionLogProps
  /** Whether CloudWatch keeps metrics for each method, which it charges for. @default - as the gateway */
  readonly metrics?: boolean
  /** Whether X-Ray traces requests. @default false */
  readonly tracing?: boolean
}

/** What holds for one route, in each stage. */
export interface RouteSettings {
  readonly path: string
  readonly verb: string
  /** @default - the throttle of the stage */
  readonly throttle?: ThrottleProps
  readonly cache?: CacheBinding
}

/** What all stages of a gateway share. */
export interface RestStagesProps {
  readonly api: apigateway.IRestApi
  readonly deployment: ContentDeployment
  readonly stages: { readonly [name: string]: RestStageProps }
  readonly throttle?: ThrottleProps
  readonly accessLog?: AccessLogProps
  readonly metrics?: boolean
  /** Whether the account's permission to write logs is made here. @default true */
  readonly accountLogging?: boolean
}

/** The stages of one gateway. */
export class RestStages extends Construct {
  private readonly stages = new Map<string, apigateway.Stage>()
  private readonly accessLogs = new Map<string, AccessLog>()
  private readonly detailed = new Set<string>()
  private readonly addresses = new Map<string, string>()
  private cached = false
  private readonly routes: RouteSettings[] = []

  constructor(scope: Construct, id: string, props: RestStagesProps) {
    super(scope, id)
    const declared = Object.entries(props.stages)
    if (declared.length === 0)
      throw new ConfigError(scope, { what: 'The gateway has no stage', fix: 'leave "stages" out to get "prod", or name one' })
    for (const [name, stage] of declared) this.stages.set(name, this.addStage(name, stage, props))
  }

  /** The names, in the order of their declaration. */
  names(): string[] {
    return [...this.stages.keys()]
  }

  /** The stage of that name; `asker` says who wants to know, for the error when there is none. */
  get(name: string, asker = 'stage()'): apigateway.Stage {
    const stage = this.stages.get(name)
    if (stage !== undefined) return stage
    throw new ConfigError(this, {
      what: `${asker} names a stage that the gateway does not have`,
      got: name,
      allowed: this.names().join(', '),
      fix: `add "${name}" to the stages, or correct the name`,
    })
  }

  /** The access log of the stage of that name; undefined when it has none. */
  accessLog(name: string): AccessLog | undefined {
    return this.accessLogs.get(name)
  }

  /** Whether CloudWatch keeps metrics for each method of the stage of that name. */
  hasMetrics(name: string): boolean {
    return this.detailed.has(name)
  }

  /** The address of a path in the stage of that name. */
  url(name: string, path = '/'): string {
    const address = this.addresses.get(name)
    return address === undefined ? this.get(name).urlForPath(path) : address + path
  }

  /** The address by which the stage is called in place of API Gateway's own, when there is one. */
  address(name: string): string | undefined {
    return this.addresses.get(name)
  }

  /** Publishes the documentation with each stage. */
  publish(documentation: RestDocumentation, description: string | undefined): void {
    if (description !== undefined) documentation.describeApi(description)
    for (const stage of this.stages.values()) documentation.publish(stage.node.defaultChild as apigateway.CfnStage)
  }

  /** Says that the stage is called by an address (without a slash at its end) in place of API Gateway's own. */
  setAddress(name: string, address: string): void {
    if (!this.addresses.has(name)) this.addresses.set(name, address)
  }

  /** Gives one route settings of its own, in each stage. */
  setRoute(settings: RouteSettings): void {
    const { throttle, verb, path, cache } = settings
    if (throttle !== undefined) checkThrottle(this, `"${verb} ${path}"`, throttle)
    if (cache !== undefined && !this.cached) {
      Annotations.of(this).addWarningV2(
        'portico:noStageCaches',
        `"${verb} ${path}" has a cache, but no stage has a cacheSize: nothing is kept.`,
      )
    }
    this.routes.push(settings)
  }

  private addStage(name: string, stage: RestStageProps, common: RestStagesProps): apigateway.Stage {
    checkStage(this, name, stage)
    const log = { ...common.accessLog, ...stage.accessLog }
    if (stage.canary !== undefined) checkCanary(this, name, stage.canary)
    const accessLog = log.enabled === false ? undefined : new AccessLog(this, `${name}.AccessLog`, log)
    const created = new apigateway.Stage(this, name, {
      stageName: name,
      deployment: common.deployment.deployment,
      ...given({ description: stage.description, variables: stage.variables, tracingEnabled: stage.tracing }),
      ...given({ accessLogDestination: accessLog, accessLogFormat: accessLog?.format }),
    })
    const resource = created.node.defaultChild as apigateway.CfnStage
    if (accessLog !== undefined) this.accessLogs.set(name, accessLog)
    const { executionLog } = stage
    if (executionLog !== undefined)
      resource.node.addDependency(new ExecutionLog(this, `${name}.ExecutionLog`, { api: common.api, stageName: name, ...executionLog }))
    const logs = accessLog !== undefined || executionLog !== undefined
    if (logs && common.accountLogging !== false) resource.node.addDependency(AccountLogging.of(this).account)
    if (stage.canary !== undefined) addCanary(resource, stage.canary, common.deployment)
    const throttle = checkThrottle(this, `stage "${name}"`, stage.throttle ?? common.throttle ?? DEFAULT_THROTTLE)
    const cached = stage.cacheSize !== undefined
    // Said in either case: what is left out of a template stays as it was.
    resource.cacheClusterEnabled = cached
    if (stage.cacheSize !== undefined) resource.cacheClusterSize = stage.cacheSize
    this.cached ||= cached
    const metrics = stage.metrics ?? common.metrics ?? false
    if (metrics) this.detailed.add(name)
    resource.methodSettings = Lazy.any({ produce: () => this.methodSettings(throttle, metrics, cached, executionLog) })
    new CfnOutput(this, `${name}.Url`, {
      value: Lazy.string({ produce: () => this.url(name) }),
      description: `Where stage ${name} is served`,
    })
    return created
  }

  /** Settings of one method do not inherit from those for all: each entry says everything. */
  private methodSettings(
    throttle: ThrottleProps,
    metricsEnabled: boolean,
    cached: boolean,
    executionLog: ExecutionLogProps | undefined,
  ): apigateway.CfnStage.MethodSettingProperty[] {
    const all: RouteSettings = { path: '/*', verb: '*' }
    return [all, ...this.routes].map((entry) => ({
      resourcePath: entry.path === '/' || entry === all ? entry.path : `/${entry.path.replaceAll('/', '~1')}`,
      httpMethod: entry.verb,
      throttlingRateLimit: (entry.throttle ?? throttle).rate,
      throttlingBurstLimit: (entry.throttle ?? throttle).burst,
      cachingEnabled: cached && entry.cache !== undefined,
      ...(cached &&
        entry.cache !== undefined && { cacheTtlInSeconds: entry.cache.ttlInSeconds, cacheDataEncrypted: entry.cache.encrypted }),
      metricsEnabled,
      ...ExecutionLog.settings(executionLog),
    }))
  }
}

/** Names and variables within the limits of API Gateway (facts/05, 7; facts/10). */
function checkStage(scope: IConstruct, name: string, stage: RestStageProps): void {
  if (!/^[A-Za-z0-9_-]{1,128}$/.test(name)) {
    throw new ConfigError(scope, {
      what: 'A stage has a name that API Gateway does not take',
      got: name,
      allowed: 'letters, digits, "-" and "_", at most 128',
      fix: 'rename the stage',
    })
  }
  if (stage.cacheSize !== undefined && !CACHE_SIZES.includes(stage.cacheSize)) {
    throw new ConfigError(scope, {
      what: `Stage "${name}" has a cache of a size that API Gateway does not have`,
      got: stage.cacheSize,
      allowed: CACHE_SIZES.join(', '),
      fix: 'choose one of them, in GB',
    })
  }
  for (const [variable, value] of Object.entries(stage.variables ?? {})) {
    if (!/^[A-Za-z0-9_]{1,64}$/.test(variable)) {
      throw new ConfigError(scope, {
        what: `A variable of stage "${name}" has a name that API Gateway does not take`,
        got: variable,
        allowed: 'letters, digits and "_", at most 64',
        fix: 'rename it',
      })
    }
    if (!Token.isUnresolved(value) && !/^[A-Za-z0-9\-._~:/?#&=,]{1,512}$/.test(value)) {
      throw new ConfigError(scope, {
        what: `Variable "${variable}" of stage "${name}" has a value that API Gateway does not take`,
        got: value,
        allowed: '1 to 512 letters, digits and "-._~:/?#&=,"',
        fix: 'encode the value, or hand it to the functions as an environment variable',
      })
    }
  }
}
