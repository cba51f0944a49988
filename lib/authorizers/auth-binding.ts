import type { aws_apigateway as apigateway } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import type { GatewayFunctions } from '../functions'

/**
 * What an authorization may know of the gateway that it guards.
 *
 * @example
 * bind(gateway: IAuthSite) { const authorizer = new CfnAuthorizer(gateway.scope, gateway.name, { restApiId: gateway.api.restApiId, ... }) }
 */
export interface IAuthSite {
  /** The name under which it is declared, or the key of the first route that names it. */
  readonly name: string
  readonly api: apigateway.IRestApi
  /** For authorizers that are functions. */
  readonly functions: GatewayFunctions
  /** Where it may hang constructs of its own. */
  readonly scope: Construct
}

/**
 * A route that an authorization guards, with the scopes that it asks for.
 *
 * @example
 * const route: ScopedRoute = { verb: 'GET', path: '/orders/{id}', scopes: ['shop/read'] }
 */
export interface ScopedRoute {
  readonly verb: string
  readonly path: string
  /** A token needs one of them; undefined where the route says nothing. */
  readonly scopes: string[] | undefined
}

/**
 * What an authorization brings to the methods that it guards.
 *
 * @example
 * const binding: AuthBinding = { authorizationType: apigateway.AuthorizationType.IAM }
 */
export interface AuthBinding {
  readonly authorizationType: apigateway.AuthorizationType
  readonly authorizer?: apigateway.IAuthorizer
  /** Whether a request needs an API key besides. */
  readonly apiKeyRequired?: boolean
  /** Headers by which callers differ, for caches; `[]` where none is the same in two requests. @default - `['Authorization']` */
  readonly callerHeaders?: string[]
  /** What looks at scopes, when the authorization knows them. @default - a route with scopes is refused */
  readonly scopes?: IScopeBinder
  /** Why nobody has to say who he is. */
  readonly openReason?: string
}

/**
 * Looks at the scopes of routes.
 *
 * @example
 * class Unscoped implements IScopeBinder { bindScopes(route: ScopedRoute) { return route.scopes } }
 */
export interface IScopeBinder {
  /** Told of each route that it guards; answers the scopes that API Gateway itself is to look at. */
  bindScopes(route: ScopedRoute): string[] | undefined
}

/**
 * Who may call a route: the seam at which new kinds of authorization are added.
 *
 * @example
 * class SignedByAws implements IAuth { bind() { return { authorizationType: apigateway.AuthorizationType.IAM } } }
 */
export interface IAuth {
  /** Called once for each gateway that uses the authorization. */
  bind(gateway: IAuthSite): AuthBinding
}
