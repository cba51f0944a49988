import type { aws_apigateway as apigateway, aws_lambda as lambda } from 'aws-cdk-lib'
import type { AuthBinding, IAuth, IAuthSite } from './authorizers/auth-binding'
import { CognitoAuth, type CognitoAuthProps } from './authorizers/cognito'
import { CustomAuth } from './authorizers/custom'
import { IamAuth } from './authorizers/iam'
import { JwtAuth, type JwtAuthProps } from './authorizers/jwt'
import { RequestAuth, type RequestAuthOptions, TokenAuth, type TokenAuthOptions } from './authorizers/lambda'
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

  /** A function that is asked about tokens: a TypeScript or JavaScript file, bundled. It answers a policy. */
  static token(path: string, options: TokenAuthOptions = {}): IAuth {
    return new TokenAuth({ entry: path }, options)
  }

  /** A function of the app that is asked about tokens. */
  static tokenFn(fn: lambda.IFunction, options: TokenAuthOptions = {}): IAuth {
    return new TokenAuth({ fn }, options)
  }

  /** A function that is asked about whole requests, their bodies left out: a TypeScript or JavaScript file, bundled. It answers a policy. */
  static request(path: string, options: RequestAuthOptions = {}): IAuth {
    return new RequestAuth({ entry: path }, options)
  }

  /** A function of the app that is asked about whole requests. */
  static requestFn(fn: lambda.IFunction, options: RequestAuthOptions = {}): IAuth {
    return new RequestAuth({ fn }, options)
  }

  /** Users of Cognito user pools: ID tokens, or access tokens where a route asks for scopes. */
  static cognito(props: CognitoAuthProps): IAuth {
    return new CognitoAuth(props)
  }

  /** Bearers of JSON Web Tokens of an issuer (Auth0, Entra, Google, Okta, your own): a function that comes with the construct judges them. */
  static jwt(props: JwtAuthProps): IAuth {
    return new JwtAuth(props)
  }

  /** An authorizer made with `aws-apigateway`: `TokenAuthorizer`, `RequestAuthorizer`, `CognitoUserPoolsAuthorizer`. */
  static custom(authorizer: apigateway.IAuthorizer): IAuth {
    return new CustomAuth(authorizer)
  }

  abstract bind(gateway: IAuthSite): AuthBinding
}
