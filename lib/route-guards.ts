import type { aws_apigateway as apigateway } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import type { AuthBinding, IAuth } from './authorizers/auth-binding'
import { ConfigError } from './config-error'
import type { GatewayFunctions } from './functions'
import type { RouteProps } from './route'
import type { RouteKeyParts } from './route-key'

/** What routes are guarded with. */
export interface RouteGuardsProps {
  readonly api: apigateway.IRestApi
  readonly functions: GatewayFunctions
  readonly authorizers: { readonly [name: string]: IAuth }
  readonly defaultAuth?: IAuth
}

/** The authorizations of one gateway, each of which is bound once. */
export class RouteGuards {
  private readonly bound = new Map<IAuth, AuthBinding>()

  constructor(
    private readonly scope: Construct,
    private readonly props: RouteGuardsProps,
  ) {}

  /** What guards a route; throws when nothing says who may call it. */
  of(key: string, props: RouteProps): AuthBinding {
    const { api, functions, authorizers, defaultAuth } = this.props
    const auth = props.auth ?? defaultAuth
    if (auth === undefined) {
      throw new ConfigError(this.scope, {
        what: `Nothing says who may call "${key}"`,
        allowed: 'an authorization of the route, or a defaultAuth of the gateway',
        fix: 'give it auth: Auth.iam(), or Auth.open("the reason") if everybody may',
      })
    }
    const known = this.bound.get(auth)
    if (known !== undefined) return known
    const declared = Object.entries(authorizers).find(([, named]) => named === auth)
    const name = declared?.[0] ?? (auth === defaultAuth ? 'Default' : key)
    const binding = auth.bind({ name, api, functions, scope: this.scope })
    this.bound.set(auth, binding)
    return binding
  }

  /** The scopes that API Gateway itself looks at. */
  scopesOf({ key, verb, path }: RouteKeyParts, { scopes }: RouteProps, { scopes: binder }: AuthBinding): string[] | undefined {
    if (binder !== undefined) {
      const asked = binder.bindScopes({ verb, path, scopes })
      return asked === undefined || asked.length === 0 ? undefined : asked
    }
    if (scopes === undefined) return undefined
    throw new ConfigError(this.scope, {
      what: `"${key}" asks for scopes, and its authorization knows none`,
      got: scopes,
      allowed: 'Auth.cognito or Auth.jwt',
      fix: 'leave "scopes" out, or guard the route by one of them',
    })
  }
}

/** Whether a request needs an API key. */
export function needsKey(props: RouteProps, guard: AuthBinding): boolean {
  return props.apiKey ?? guard.apiKeyRequired ?? false
}
