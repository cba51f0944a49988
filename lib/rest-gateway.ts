import { aws_apigateway as apigateway, type aws_cloudwatch as cloudwatch, aws_iam as iam, Stack, Tags } from 'aws-cdk-lib'
import { Construct } from 'constructs'
import { ApiContent } from './api-content'
import { isJsonBinary } from './binary'
import { checkCors } from './cors'
import { ContentDeployment } from './deployment'
import { RestDocumentation } from './documentation'
import { mapDomain, type RestDomain } from './domain'
import { Emission } from './emission'
import { GatewayFunctions } from './functions'
import { addGatewayResponses } from './gateway-responses'
import { given } from './given'
import { ImportedGateway, type ImportedGatewayProps } from './imported-gateway'
import { RestMonitoring, type RestMonitoringProps } from './monitoring/rest-monitoring'
import { type OpenApiSource, readOpenApi } from './openapi/source'
import { reachOf } from './reach'
import { ResourceTree } from './resource-tree'
import type { RestGatewayOptions, RestGatewayProps } from './rest-gateway-props'
import type { Route, RouteProps } from './route'
import { GatewayRoutes } from './routes'
import { RestStages } from './stages'
import { RestUsagePlans } from './usage-plans'
import { RequestValidation } from './validation'

/**
 * A REST API of API Gateway: secure unless told otherwise (authorization, throttling, access logs, validation), and redeployed whenever
 * what is deployed changes.
 *
 * @example
 * new RestGateway(this, 'Shop', {
 *   defaultAuth: Auth.iam(),
 *   routes: { 'GET /orders/{id}': { target: Target.entry('lambda/orders.ts') } },
 * })
 */
export class RestGateway extends Construct {
  /** The L2 of `aws-apigateway`; its `node.defaultChild` is the `CfnRestApi`. */
  readonly api: apigateway.RestApi
  readonly deployment: apigateway.Deployment
  /** The custom domain, where one was declared. */
  readonly domain: RestDomain | undefined
  private readonly emission: Emission
  private readonly routes: GatewayRoutes
  private readonly stages: RestStages
  private readonly usagePlans: RestUsagePlans

  /** An API that is there already: routes that are added to it say who may call them, and are deployed to its stage. */
  static fromAttributes(scope: Construct, id: string, props: ImportedGatewayProps): ImportedGateway {
    return new ImportedGateway(scope, id, props)
  }

  /** A gateway whose routes an OpenAPI document declares. */
  static fromOpenApi(scope: Construct, id: string, source: OpenApiSource, props: RestGatewayOptions = {}): RestGateway {
    const { name, description, routes } = readOpenApi(scope, source)
    return new RestGateway(scope, id, { ...given({ name, description, authorizers: source.authorizers }), ...props, routes })
  }

  constructor(scope: Construct, id: string, props: RestGatewayProps) {
    super(scope, id)
    const { cors } = props
    const reach = reachOf(this, props)
    this.api = new apigateway.RestApi(this, 'Api', {
      restApiName: props.name ?? id,
      deploy: false,
      cloudWatchRole: false,
      endpointConfiguration: reach.endpoint,
      ...given({
        description: props.description,
        policy: props.policy ?? reach.policy?.document,
        binaryMediaTypes: props.binaryMediaTypes,
        minCompressionSize: props.minCompressionSize,
      }),
    })
    this.node.defaultChild = this.api
    // RestApi is no IRestApi to a compiler that tells absent from undefined.
    const api = this.api as apigateway.IRestApi
    const restApi = this.api.node.defaultChild as apigateway.CfnRestApi
    const content = new ApiContent(Stack.of(this), this.api.restApiId, restApi)
    const deployment = new ContentDeployment(this, 'Deployment', {
      api,
      content,
      ...given({ description: props.description, retain: props.retainDeployments, redeployOn: props.redeployOn }),
    })
    this.deployment = deployment.deployment
    this.emission = new Emission(this, { emit: props.emit ?? 'auto', restApi, content, version: () => deployment.hash() })
    this.stages = new RestStages(this, 'Stages', {
      api,
      deployment,
      stages: props.stages ?? { prod: {} },
      ...given({ throttle: props.throttle, accessLog: props.accessLog, metrics: props.metrics, accountLogging: props.accountLogging }),
      ...given({ tracing: props.tracing, webAcl: props.webAcl }),
    })
    this.domain = props.domain === undefined ? undefined : mapDomain(this, this.stages, props.domain)
    this.usagePlans = new RestUsagePlans(this, 'UsagePlans', this.stages)
    for (const [name, plan] of Object.entries(props.usagePlans ?? {})) this.usagePlans.add(name, plan)
    addGatewayResponses(this.api, props.gatewayResponses ?? {}, cors === undefined ? undefined : checkCors(this, cors))
    const documentation = props.documentation === true ? new RestDocumentation(this, 'Documentation', api.restApiId) : undefined
    if (documentation !== undefined) this.stages.publish(documentation, props.description)
    this.routes = new GatewayRoutes(this, {
      api,
      resources: new ResourceTree(this, api),
      functions: new GatewayFunctions(this, 'Functions', api, props.permissionPerRoute),
      validation: new RequestValidation(this, 'Validation', api),
      stages: this.stages,
      usagePlans: this.usagePlans,
      authorizers: props.authorizers ?? {},
      jsonIsBinary: isJsonBinary(props.binaryMediaTypes),
      ...given({ defaultAuth: props.defaultAuth, cors, policy: reach.policy, documentation }),
    })
    this.routes.add(props.routes)
    for (const [name, value] of Object.entries(props.tags ?? {})) Tags.of(this).add(name, value)
  }

  /** Adds a route after the gateway was made. */
  addRoute(key: string, props: RouteProps): Route {
    this.routes.add({ [key]: props })
    return this.routes.get(key)
  }

  /** The route of that key. */
  route(key: string): Route {
    return this.routes.get(key)
  }

  /** The stage of that name. */
  stage(name: string): apigateway.Stage {
    return this.stages.get(name)
  }

  /** The usage plan of that name. */
  usagePlan(name: string): apigateway.UsagePlan {
    return this.usagePlans.plan(name)
  }

  /** The API key of that name. */
  apiKey(name: string): apigateway.IApiKey {
    return this.usagePlans.key(name)
  }

  /** The address of a path in a stage: at the custom domain, where the stage is mapped. */
  url(stage: string, path = '/'): string {
    return this.stages.url(stage, path)
  }

  /** Serves a stage below a base path of a domain that it shares with others; `url` then answers that address. */
  serveAt(domain: RestDomain, basePath: string, stage: string): void {
    this.stages.setAddress(stage, domain.map(basePath, this.stage(stage)))
  }

  /** The API as it is declared by now, as an OpenAPI 3.0 document for clients; `version` is that of the API. */
  toOpenApi(version = '1.0.0'): { readonly [member: string]: unknown } {
    const servers = this.domain === undefined ? [] : this.stages.names().flatMap((name) => this.stages.address(name) ?? [])
    return this.emission.publish({ version, servers, isRoute: (key) => this.routes.has(key) })
  }

  /** Lets a principal invoke every route in every stage, for routes with `Auth.iam()`. */
  grantInvoke(grantee: iam.IGrantable): iam.Grant {
    return iam.Grant.addToPrincipal({ grantee, actions: ['execute-api:Invoke'], resourceArns: [this.api.arnForExecuteApi('*', '/*', '*')] })
  }

  /**
   * Watches a stage: alarms for errors, latency, throttles and integrations, and a dashboard. To be called when the routes are there.
   *
   * @example
   * gateway.monitor('prod', { onAlarm: [new SnsAction(topic)] })
   */
  monitor(stage: string, props?: RestMonitoringProps): RestMonitoring {
    const monitored = {
      apiName: this.api.restApiName,
      stageName: stage,
      stage: this.stages.get(stage, 'monitor()'),
      accessLog: this.stages.accessLog(stage)?.logGroup,
      routes: this.routes.list(),
      detailed: this.stages.hasMetrics(stage),
    }
    return new RestMonitoring(this, `Monitoring.${stage}`, monitored, props)
  }

  /** A metric of the whole API, such as `Count`, `Latency`, `4XXError`. */
  metric(metricName: string, props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.api.metric(metricName, props)
  }

  /** Requests answered 4xx. */
  metricClientError(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.api.metricClientError(props)
  }

  /** Requests answered 5xx. */
  metricServerError(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.api.metricServerError(props)
  }

  /** Requests. */
  metricCount(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.api.metricCount(props)
  }

  /** Milliseconds from request to answer. */
  metricLatency(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.api.metricLatency(props)
  }

  /** Milliseconds that integrations take. */
  metricIntegrationLatency(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.api.metricIntegrationLatency(props)
  }

  /** Requests that a stage's cache answers. */
  metricCacheHitCount(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.api.metricCacheHitCount(props)
  }

  /** Requests that a stage's cache could not answer. */
  metricCacheMissCount(props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.api.metricCacheMissCount(props)
  }
}
