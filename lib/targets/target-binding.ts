import type { aws_apigateway as apigateway, Duration, aws_lambda as lambda } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import type { CorsProps } from '../cors'
import type { GatewayFunctions } from '../functions'
import type { TransformProps } from '../transform'

/**
 * What a target may know of the route that it answers, and ask of the gateway.
 *
 * @example
 * bind(route: IRouteSite) { route.functions.allowInvoke(this.fn) }
 */
export interface IRouteSite {
  /** The route key, for example `GET /orders/{id}`. */
  readonly key: string
  readonly verb: string
  readonly path: string
  /** Names of the path variables, without braces and plus. */
  readonly pathVariables: string[]
  /** The route's own time limit for the integration, when it has one. */
  readonly timeout?: Duration
  readonly cors?: CorsProps
  /** The route's own templates, when it has some. */
  readonly transform?: TransformProps
  /** Whether the API takes JSON for bytes, so that templates cannot read it. */
  readonly jsonIsBinary: boolean
  readonly stageVariables: IStageVariables
  readonly api: apigateway.IRestApi
  readonly functions: GatewayFunctions
  /** Where a target may hang constructs of its own. */
  readonly scope: Construct
}

/**
 * The variables of the gateway's stages, for targets that differ between stages.
 *
 * @example
 * for (const stage of route.stageVariables.stages()) route.stageVariables.set(stage, 'backend', backends[stage])
 */
export interface IStageVariables {
  /** The names of the stages. */
  stages(): string[]
  /** Sets a variable of one stage; throws where it has another value. */
  set(stage: string, name: string, value: string): void
}

/**
 * What a target brings to the method of its route.
 *
 * @example
 * const binding: TargetBinding = { integration: new apigateway.HttpIntegration('https://example.com') }
 */
export interface TargetBinding {
  readonly integration: apigateway.Integration
  readonly methodResponses?: apigateway.MethodResponse[]
  /** Parameters that the integration reads, and whether a request must have them. */
  readonly requestParameters?: { readonly [source: string]: boolean }
  /** The function that answers, when one does. */
  readonly fn?: lambda.IFunction
}

/**
 * What answers a route: the seam at which new kinds of integration are added.
 *
 * @example
 * class Teapot implements ITarget { bind(route: IRouteSite) { return Target.mock(418, { path: route.path }).bind(route) } }
 */
export interface ITarget {
  /** Called once for each route that names the target. */
  bind(route: IRouteSite): TargetBinding
}
