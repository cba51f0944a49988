import type { aws_apigateway as apigateway, aws_ec2 as ec2, aws_iam as iam, Size } from 'aws-cdk-lib'
import type { AccessLogProps } from './access-log'
import type { IAuth } from './authorizers/auth-binding'
import type { CorsProps } from './cors'
import type { RestDomainMapping } from './domain'
import type { GatewayResponseProps } from './gateway-responses'
import type { RouteProps } from './route'
import type { RestStageProps } from './stage-props'
import type { ThrottleProps } from './throttle'
import type { UsagePlanProps } from './usage-plans'

/**
 * What a gateway is besides its routes.
 *
 * @example
 * const options: RestGatewayOptions = { stages: { dev: {}, prod: {} }, cors: { origins: ['https://shop.example.com'] } }
 */
export interface RestGatewayOptions {
  /** @default - the id of the construct */
  readonly name?: string
  readonly description?: string
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
  /** Whether X-Ray traces requests. @default false */
  readonly tracing?: boolean
  /** The ARN of a web ACL of AWS WAF that stands before each stage. @default - none */
  readonly webAcl?: string
  /** What the gateway answers when it refuses a request itself, by the reason: `ACCESS_DENIED`, `THROTTLED`, `DEFAULT_5XX` ... */
  readonly gatewayResponses?: { readonly [type: string]: GatewayResponseProps }
  /** Tags of everything that is made for the gateway. */
  readonly tags?: { readonly [name: string]: string }
  /**
   * Whether functions let each route invoke them by a permission of its own, in place of one for the API: a function holds some forty.
   * @default false
   */
  readonly permissionPerRoute?: boolean
  /** Whether the stack gives API Gateway the account's permission to write logs; false when the account has it from elsewhere. @default true */
  readonly accountLogging?: boolean
  /** Media types that are handed on as bytes; one that fits JSON too takes JSON for bytes. */
  readonly binaryMediaTypes?: string[]
  /** The size from which answers are compressed. @default - never */
  readonly minCompressionSize?: Size
  /**
   * How the parts of the API stand in the template: each as a resource of its own (`resources`), or all in one OpenAPI body of the API
   * (`openapi`), which leaves room for any number of routes; `auto` takes the body when the stack would hold more than 500 resources.
   * Both mean the same API. A template holds 1 MB: some 300 routes with CORS, a thousand without, and twice as many where the context says
   * `@aws-cdk/core:suppressTemplateIndentation`. A body takes no routes of other stacks: with each change it overwrites all of the API; nor can it go back to
   * resources. When a deployed API goes over, its stages go on serving, but CloudFormation deletes the resources that it had made, which the
   * body has taken over: deploy once more with another text in `redeployOn`, and they are back. @default 'auto'
   */
  readonly emit?: string
  /** Whether the descriptions of the API and of its routes are published, for exports and generated SDKs. @default false */
  readonly documentation?: boolean
  /** The name under which the API is called, in place of API Gateway's own. @default - the execute-api endpoint */
  readonly domain?: RestDomainMapping
  /**
   * Texts whose change makes a new deployment, besides all that the template shows: for values that the API copies and that are known at
   * deployment only (a parameter, a secret), name here what changes with them and is known now, such as a revision of the code.
   */
  readonly redeployOn?: string[]
  /** Whether superseded deployments are kept. @default false */
  readonly retainDeployments?: boolean
}

/**
 * A REST API declared: see `defineRest` for the form with checked names.
 *
 * @example
 * const props: RestGatewayProps = { defaultAuth: Auth.iam(), stages: { dev: {}, prod: {} }, routes: { 'GET /orders': { target: Target.fn(list) } } }
 */
export interface RestGatewayProps extends RestGatewayOptions {
  /** The routes by their keys, `GET /orders/{id}`. */
  readonly routes: { readonly [routeKey: string]: RouteProps }
}
