import { Annotations, aws_apigateway as apigateway, CfnOutput, Lazy, Stack, aws_wafv2 as wafv2 } from 'aws-cdk-lib'
import { Construct } from 'constructs'
import { AccessLog, type AccessLogProps } from './access-log'
import { AccountLogging } from './account-logging'
import type { CacheBinding } from './cache'
import { addCanary, checkCanary } from './canary'
import { ConfigError } from './config-error'
import type { ContentDeployment } from './deployment'
import type { RestDocumentation } from './documentation'
import { ExecutionLog, type ExecutionLogProps } from './execution-log'
import { given } from './given'
import { checkStage } from './stage-checks'
import type { RestStageProps } from './stage-props'
import { checkThrottle, DEFAULT_THROTTLE, type ThrottleProps } from './throttle'

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
  readonly tracing?: boolean
  readonly webAcl?: string
  /** Whether the account's permission to write logs is made here. @default true */
  readonly accountLogging?: boolean
}

/** The stages of one gateway. */
export class RestStages extends Construct {
  private readonly stages = new Map<string, apigateway.Stage>()
  private readonly accessLogs = new Map<string, AccessLog>()
  private readonly detailed = new Set<string>()
  private readonly variables = new Map<string, Record<string, string>>()
  private readonly addresses = new Map<string, string>()
  private cached = false
  private readonly routes: RouteSettings[] = []

  constructor(
    scope: Construct,
    id: string,
    private readonly props: RestStagesProps,
  ) {
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
    const { restApiId, stageName } = { restApiId: this.props.api.restApiId, stageName: this.get(name).stageName }
    const { region, urlSuffix } = Stack.of(this)
    // The L2 wants to see the slash at the beginning, which a token does not show.
    return (address ?? `https://${restApiId}.execute-api.${region}.${urlSuffix}/${stageName}`) + path
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

  /** Sets a variable of one stage; throws where it has another value. */
  setVariable(name: string, variable: string, value: string): void {
    const variables = this.variables.get(name) ?? {}
    const before = variables[variable]
    if (before !== undefined && before !== value) {
      throw new ConfigError(this, {
        what: `Variable "${variable}" of stage "${name}" has a value already`,
        got: before,
        fix: 'choose another name',
      })
    }
    variables[variable] = value
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
      ...given({ description: stage.description, tracingEnabled: stage.tracing ?? common.tracing }),
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
    this.variables.set(name, { ...stage.variables })
    const variables = () => this.variables.get(name) ?? {}
    // Targets may add some.
    resource.variables = Lazy.any({
      produce: () => (Object.keys(variables()).length === 0 ? undefined : variables()),
    }) as unknown as Record<string, string>
    const webAclArn = stage.webAcl ?? common.webAcl
    if (webAclArn !== undefined) new wafv2.CfnWebACLAssociation(this, `${name}.WebAcl`, { webAclArn, resourceArn: created.stageArn })
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
