import type {
  aws_apigateway as apigateway,
  aws_cloudwatch as cloudwatch,
  Duration,
  aws_iam as iam,
  aws_lambda as lambda,
} from 'aws-cdk-lib'
import type { IAuth } from './authorizers/auth-binding'
import type { CacheProps } from './cache'
import type { ITarget } from './targets/target-binding'
import type { ThrottleProps } from './throttle'
import type { TransformProps } from './transform'

/**
 * One route: what answers it, who may call it, and what a request must hold.
 *
 * @example
 * gateway.addRoute('POST /orders', { target: Target.entry('lambda/orders.ts'), auth: Auth.iam(), body: NEW_ORDER, throttle: { rate: 5, burst: 10 } })
 */
export interface RouteProps {
  readonly target: ITarget
  /** @default - the gateway's `defaultAuth`; a route with neither is refused */
  readonly auth?: IAuth
  /** A token needs one of these scopes; for user pools and JSON Web Tokens. @default - the scopes of the authorization */
  readonly scopes?: string[]
  /** Whether a request needs an API key of a usage plan, sent in `x-api-key`. @default false */
  readonly apiKey?: boolean
  /**
   * What a body is: a JSON Schema of any draft, or a schema of Zod, TypeBox, or a library that speaks Standard JSON Schema. Other bodies of
   * type application/json are answered 400.
   */
  readonly body?: object
  /** Query parameters that a request must have; without one it is answered 400. */
  readonly query?: string[]
  /** Headers that a request must have, in the case in which API Gateway shall look for them; without one it is answered 400. */
  readonly headers?: string[]
  /** Templates of the request and of answers, for functions and HTTP backends. @default - both go as they come */
  readonly transform?: TransformProps
  /** A throttle of the route's own, in each stage. @default - the throttle of the stage */
  readonly throttle?: ThrottleProps
  /** What of its answers the stages' caches keep. @default - nothing, whatever the stage */
  readonly cache?: CacheProps
  readonly description?: string
  /** The name of the operation in generated SDKs. */
  readonly operationName?: string
  /** How long the integration may take: 50 ms and more. @default - 29 seconds */
  readonly timeout?: Duration
}

/**
 * A route of a gateway, with what was made for it.
 *
 * @example
 * table.grantReadData(gateway.route('GET /orders').fn!)
 */
export class Route {
  constructor(
    /** The key, for example `GET /orders/{id}`. */
    readonly key: string,
    readonly verb: string,
    readonly path: string,
    /** The L2 method; `method.node.defaultChild` is its `CfnMethod`. */
    readonly method: apigateway.Method,
    /** The function that answers, when one does: grant it what it needs. */
    readonly fn?: lambda.IFunction,
  ) {}

  /** Lets a principal invoke the route in every stage, for routes with `Auth.iam()`. */
  grantInvoke(grantee: iam.IGrantable): iam.Grant {
    return this.method.grantExecute(grantee)
  }

  /** A metric of this route in a stage, such as `Count` or `Latency`. They exist when the stage has `metrics: true`. */
  metric(metricName: string, stage: apigateway.IStage, props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.method.metric(metricName, stage, props)
  }

  /** Requests of this route in a stage. */
  metricCount(stage: apigateway.IStage, props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.method.metricCount(stage, props)
  }

  /** Requests of this route in a stage that are answered 4xx. */
  metricClientError(stage: apigateway.IStage, props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.method.metricClientError(stage, props)
  }

  /** Requests of this route in a stage that are answered 5xx. */
  metricServerError(stage: apigateway.IStage, props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.method.metricServerError(stage, props)
  }

  /** Milliseconds from request to answer. */
  metricLatency(stage: apigateway.IStage, props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.method.metricLatency(stage, props)
  }

  /** Milliseconds that the integration takes. */
  metricIntegrationLatency(stage: apigateway.IStage, props?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.method.metricIntegrationLatency(stage, props)
  }
}
