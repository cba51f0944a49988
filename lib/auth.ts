import type { aws_apigateway as apigateway } from 'aws-cdk-lib'
import type { AuthBinding, IAuth, IAuthSite } from './authorizers/auth-binding'
import { CustomAuth } from './authorizers/custom'
import { IamAuth } from './authorizers/iam'
import { OpenAuth } from './authorizers/open'

/**
 * Who may call a route. Take one from the factories, or extend the class: `bind` brings the authorization to the methods.
 *
 * @example
 * new RestGateway(this, 'Shop', { defaultAuth: Auth.iam(), routes: { 'GET /health': { target: Target.mock(200), auth: Auth.open('probe') } } })
 */
export abstract class Auth implements IAuth {
  /** Everybody, for a reason that is kept in the template. */
  static open(reason: string): IAuth {
    return new OpenAuth(reason, false)
  }

  /** Everybody who holds an API key, for a reason that is kept in the template: a key tells customers apart, it is no proof of who calls. */
  static apiKeyOnly(reason: string): IAuth {
    return new OpenAuth(reason, true)
  }

  /** Callers whose requests are signed with AWS credentials (SigV4) and whom a policy allows it: see `grantInvoke`. */
  static iam(): IAuth {
    return new IamAuth()
  }

  /** An authorizer made with `aws-apigateway`: `TokenAuthorizer`, `RequestAuthorizer`, `CognitoUserPoolsAuthorizer`. */
  static custom(authorizer: apigateway.IAuthorizer): IAuth {
    return new CustomAuth(authorizer)
  }

  abstract bind(gateway: IAuthSite): AuthBinding
}
