import { type aws_cognito as cognito, type Duration, Fn } from 'aws-cdk-lib'
import { ConfigError } from '../config-error'
import { given } from '../given'
import type { AuthBinding, IAuth, IAuthSite } from './auth-binding'
import { createAuthorizer } from './gateway-authorizer'
import { headerSource } from './lambda'

/**
 * Which user pools may let callers in.
 *
 * @example
 * Auth.cognito({ pools: [people], scopes: ['shop/read'] })
 */
export interface CognitoAuthProps {
  readonly pools: cognito.IUserPool[]
  /**
   * Scopes of which an access token needs one, for routes that say none of their own. Without scopes a route takes ID tokens, and no
   * access tokens.
   */
  readonly scopes?: string[]
  /** App clients whose ID tokens are taken; access tokens do not tell. @default - those of every client of the pools */
  readonly clients?: cognito.IUserPoolClient[]
  /** The header that holds the token. @default 'Authorization' */
  readonly header?: string
  /** @default Duration.minutes(5) */
  readonly ttl?: Duration
}

/** Tokens of Cognito user pools, judged by API Gateway itself. */
export class CognitoAuth implements IAuth {
  constructor(private readonly props: CognitoAuthProps) {}

  bind(site: IAuthSite): AuthBinding {
    const { pools, scopes, clients, header = 'Authorization', ttl } = this.props
    if (pools.length === 0 || clients?.length === 0) {
      throw new ConfigError(site.scope, {
        what: `The authorizer "${site.name}" takes tokens of no ${pools.length === 0 ? 'user pool' : 'client'}`,
        fix: 'name at least one',
      })
    }
    const authorizer = createAuthorizer(site, {
      type: 'COGNITO_USER_POOLS',
      identitySource: headerSource(site, header),
      providerArns: pools.map(({ userPoolArn }) => userPoolArn),
      ...given({ ttl, identityValidationExpression: clients === undefined ? undefined : audience(clients) }),
    })
    return {
      authorizationType: authorizer.authorizationType as AuthBinding['authorizationType'],
      authorizer,
      callerHeaders: [header],
      scopes: {
        bindScopes: (route) => {
          const asked = route.scopes ?? scopes
          if (clients === undefined || asked === undefined || asked.length === 0) return asked
          throw new ConfigError(site.scope, {
            what: `"${route.verb} ${route.path}" asks for scopes, and "${site.name}" for clients: no token has both`,
            got: asked,
            allowed: 'scopes, which access tokens have, or clients, which ID tokens name',
            fix: 'leave one of the two out',
          })
        },
      },
    }
  }
}

/** API Gateway matches the audience of a token against this (facts/04, section 2). */
function audience(clients: readonly cognito.IUserPoolClient[]): string {
  return Fn.join('', [
    '^(?:',
    Fn.join(
      '|',
      clients.map(({ userPoolClientId }) => userPoolClientId),
    ),
    ')$',
  ])
}
