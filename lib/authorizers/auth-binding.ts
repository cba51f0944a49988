import type { aws_apigateway as apigateway } from 'aws-cdk-lib'
import type { Construct } from 'constructs'

/**
 * What an authorization may know of the gateway that it guards.
 *
 * @example
 * bind(gateway: IAuthSite) { const authorizer = new CfnAuthorizer(gateway.scope, gateway.name, { restApiId: gateway.api.restApiId, ... }) }
 */
export interface IAuthSite {
  /** The name under which it is declared, or the key of the first route that names it. */
  readonly name: string
  readonly api: apigateway.RestApi
  /** Where it may hang constructs of its own. */
  readonly scope: Construct
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
  /** Why nobody has to say who he is. */
  readonly openReason?: string
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
