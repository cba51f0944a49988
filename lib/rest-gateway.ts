import {
  aws_apigateway as apigateway,
  type aws_cloudwatch as cloudwatch,
  type aws_ec2 as ec2,
  aws_iam as iam,
  type Size,
  Stack,
} from 'aws-cdk-lib'
import { Construct } from 'constructs'
import type { AccessLogProps } from './access-log'
import { ApiContent } from './api-content'
import type { IAuth } from './authorizers/auth-binding'
import { ConfigError } from './config-error'
import { addCorsToGatewayResponses, type CorsProps, checkCors } from './cors'
import { ContentDeployment } from './deployment'
import { Emission } from './emission'
import { GatewayFunctions } from './functions'
import { given } from './given'
import { GatewayPolicy } from './resource-policy'
import type { Route, RouteProps } from './route'
import { GatewayRoutes } from './routes'
import { type RestStageProps, RestStages } from './stages'
import type { ThrottleProps } from './throttle'
import { RestUsagePlans, type UsagePlanProps } from './usage-plans'
import { RequestValidation } from './validation'

/**
 * A REST API declared: see `defineRest` for the form with checked names.
 *
 * @example
 * const props: RestGatewayProps = { defaultAuth: Auth.iam(), stages: { dev: {}, prod: {} }, routes: { 'GET /orders': { target: Target.fn(list) } } }
 */
export interface RestGatewayProps {
  /** @default - the id of the construct */
  readonly name?: string
  readonly description?: string
  /** The routes by their keys, `GET /orders/{id}`. */
  readonly routes: { readonly [routeKey: string]: RouteProps }
  /** Names for authorizations, which become part of the ids of what they create. */
  readonly authorizers?: { readonly [name: string]: IAuth }
  /** What guards routes that say nothing of it. @default - none: each route must say */
  readonly defaultAuth?: IAuth
  /** What each stage gets that has no throttle of its own. @default - 50 requests a second, 100 at once */
  readonly throttle?: ThrottleProps
  /** @default - the one stage `prod` */
  readonly stages?: { readonly [name: string]: RestStageProps }
  readonly usagePlans?: { readonly [name: string]: UsagePlanProps }
  /** @default - none: pages of other origins cannot call the API */
  readonly cors?: CorsProps
  /** @default apigateway.EndpointType.REGIONAL */
  readonly endpointType?: apigateway.EndpointType
  /** Addresses and blocks (CIDR) from which alone the API may be called, whoever calls. @default - from everywhere */
  readonly allowFromIps?: string[]
  /** Makes the API private: it is reached through these VPC endpoints alone. @default - it is public */
  readonly privateTo?: ec2.IInterfaceVpcEndpoint[]
  /** A resource policy of one's own, in place of `allowFromIps` and `privateTo`; a PRIVATE API needs one of them. */
  readonly policy?: iam.PolicyDocument
  /** @default - a log group for each stage, kept for a month */
  readonly accessLog?: AccessLogProps
  /** Whether CloudWatch keeps metrics for each method, which it charges for. @default false */
  readonly metrics?: boolean
  /** Whether the stack gives API Gateway the account's permission to write logs; false when the account has it from elsewhere. @default true */
  readonly accountLogging?: boolean
  /** Media types that are handed on as bytes. */
  readonly binaryMediaTypes?: string[]
  /** The size from which answers are compressed. @default - never */
  readonly minCompressionSize?: Size
  /**
   * How the parts of the API stand in the template: each as a resource of its own (`resources`), or all in one OpenAPI body of the API
   * (`openapi`), which leaves room for any number of routes; `auto` takes the body when the stack would hold more than 500 resources.
   * Both mean the same API. One that was deployed as a body cannot go back to resources. @default 'auto'
   */
  readonly emit?: string
  /** Whether superseded deployments are kept. @default false */
  readonly retainDeployments?: boolean
}

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
  private readonly routes: GatewayRoutes
  private readonly stages: RestStages
  private readonly usagePlans: RestUsagePlans

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
    const restApi = this.api.node.defaultChild as apigateway.CfnRestApi
    const content = new ApiContent(Stack.of(this), this.api.restApiId, restApi)
    const deployment = new ContentDeployment(this, 'Deployment', {
      // RestApi is no IRestApi to a compiler that tells absent from undefined.
      api: this.api as apigateway.IRestApi,
      content,
      ...given({ description: props.description, retain: props.retainDeployments }),
    })
    this.deployment = deployment.deployment
    new Emission(this, { emit: props.emit ?? 'auto', restApi, content, version: () => deployment.hash() })
    this.stages = new RestStages(this, 'Stages', {
      api: this.api,
      deployment: this.deployment,
      stages: props.stages ?? { prod: {} },
      ...given({ throttle: props.throttle, accessLog: props.accessLog, metrics: props.metrics, accountLogging: props.accountLogging }),
    })
    this.usagePlans = new RestUsagePlans(this, 'UsagePlans', this.stages)
    for (const [name, plan] of Object.entries(props.usagePlans ?? {})) this.usagePlans.add(name, plan)
    if (cors !== undefined) addCorsToGatewayResponses(this.api, checkCors(this, cors))
    this.routes = new GatewayRoutes(this, {
      api: this.api,
      functions: new GatewayFunctions(this, 'Functions', this.api),
      validation: new RequestValidation(this, 'Validation', this.api),
      stages: this.stages,
      usagePlans: this.usagePlans,
      authorizers: props.authorizers ?? {},
      ...given({ defaultAuth: props.defaultAuth, cors, policy: reach.policy }),
    })
    this.routes.add(props.routes)
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
  apiKey(name: string): apigateway.ApiKey {
    return this.usagePlans.key(name)
  }

  /** The address of a path in a stage. */
  url(stage: string, path = '/'): string {
    return this.stage(stage).urlForPath(path)
  }

  /** Lets a principal invoke every route in every stage, for routes with `Auth.iam()`. */
  grantInvoke(grantee: iam.IGrantable): iam.Grant {
    return iam.Grant.addToPrincipal({ grantee, actions: ['execute-api:Invoke'], resourceArns: [this.api.arnForExecuteApi('*', '/*', '*')] })
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
}

/** From where the gateway may be reached: its endpoint, and the policy that is made for it. */
function reachOf(
  scope: Construct,
  props: RestGatewayProps,
): { endpoint: apigateway.EndpointConfiguration; policy: GatewayPolicy | undefined } {
  const { policy: own, allowFromIps, privateTo } = props
  const { PRIVATE, REGIONAL } = apigateway.EndpointType
  const { endpointType = privateTo === undefined ? REGIONAL : PRIVATE } = props
  const policy = GatewayPolicy.of(scope, given({ allowFromIps, privateTo }))
  const problem =
    own !== undefined && policy !== undefined
      ? { what: 'The gateway has a policy of its own, and one is to be made besides', fix: 'put all into "policy", or leave it out' }
      : privateTo !== undefined && endpointType !== PRIVATE
        ? { what: 'A gateway that is private to VPC endpoints is not public', got: endpointType, fix: 'leave "endpointType" out' }
        : endpointType === PRIVATE && own === undefined && privateTo === undefined
          ? { what: 'A private API answers nobody without a policy', got: endpointType, fix: 'name your VPC endpoints in "privateTo"' }
          : undefined
  if (problem !== undefined) throw new ConfigError(scope, problem)
  return { endpoint: { types: [endpointType], ...(privateTo === undefined ? {} : { vpcEndpoints: privateTo }) }, policy }
}
