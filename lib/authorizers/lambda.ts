import type { Duration, aws_lambda as lambda } from 'aws-cdk-lib'
import { ConfigError } from '../config-error'
import type { EntryOptions } from '../entry-function'
import { given } from '../given'
import type { AuthBinding, IAuth, IAuthSite } from './auth-binding'
import { createAuthorizer } from './gateway-authorizer'

/**
 * How a function judges a token.
 *
 * @example
 * Auth.token('lambda/auth.ts', { pattern: '^Bearer [-\\w.]+$', ttl: Duration.minutes(1) })
 */
export interface TokenAuthOptions {
  /** The header that holds the token. @default 'Authorization' */
  readonly header?: string
  /** A regular expression for the whole token: others are refused without asking. @default - any token is asked about */
  readonly pattern?: string
  /** How long an answer holds for its token, for every method: its policy has to speak of all of them. @default Duration.minutes(5) */
  readonly ttl?: Duration
  /** How the function of an entry runs. */
  readonly entry?: EntryOptions
}

/**
 * How a function judges a request.
 *
 * @example
 * Auth.request('lambda/auth.ts', { headers: ['X-Tenant', 'X-Signature'], ttl: Duration.seconds(0) })
 */
export interface RequestAuthOptions {
  /** Headers that tell callers apart; a request without one is refused without asking. @default ['Authorization'], unless `query` is given */
  readonly headers?: string[]
  /** Query parameters that tell callers apart. */
  readonly query?: string[]
  /** Variables of `$context` that tell answers apart, for example `httpMethod`. */
  readonly context?: string[]
  /** How long an answer holds for the same values. @default Duration.minutes(5) */
  readonly ttl?: Duration
  /** How the function of an entry runs. */
  readonly entry?: EntryOptions
}

/** A function, or the entry file of one that is to be made. */
export type AuthFunction = { readonly entry: string } | { readonly fn: lambda.IFunction }

/** A Lambda authorizer that gets a token. */
export class TokenAuth implements IAuth {
  constructor(
    private readonly source: AuthFunction,
    private readonly options: TokenAuthOptions,
  ) {}

  bind(site: IAuthSite): AuthBinding {
    const { header = 'Authorization', pattern, ttl, entry = {} } = this.options
    const authorizer = createAuthorizer(site, {
      type: 'TOKEN',
      identitySource: headerSource(site, header),
      fn: functionOf(site, this.source, entry),
      ...given({ ttl, identityValidationExpression: pattern }),
    })
    return { authorizationType: authorizer.authorizationType as AuthBinding['authorizationType'], authorizer, callerHeaders: [header] }
  }
}

/** A Lambda authorizer that gets the request. */
export class RequestAuth implements IAuth {
  constructor(
    private readonly source: AuthFunction,
    private readonly options: RequestAuthOptions,
  ) {}

  bind(site: IAuthSite): AuthBinding {
    const { query = [], headers = query.length > 0 ? [] : ['Authorization'], context = [], ttl, entry = {} } = this.options
    if (headers.length + query.length === 0 && ttl?.toSeconds() !== 0) {
      throw new ConfigError(site.scope, {
        what: `Nothing tells the callers of the authorizer "${site.name}" apart, and its answers are kept`,
        allowed: 'headers or query parameters, or a ttl of nothing',
        fix: 'name what identifies a caller, or give ttl: Duration.seconds(0)',
      })
    }
    const sources = [
      ...headers.map((name) => headerSource(site, name)),
      ...query.map((name) => `method.request.querystring.${name}`),
      ...context.map((name) => `context.${name}`),
    ]
    const authorizer = createAuthorizer(site, {
      type: 'REQUEST',
      identitySource: sources.join(','),
      fn: functionOf(site, this.source, entry),
      ...given({ ttl }),
    })
    const callerHeaders = query.length > 0 ? [] : headers
    return { authorizationType: authorizer.authorizationType as AuthBinding['authorizationType'], authorizer, callerHeaders }
  }
}

/** The identity source of a header. */
export function headerSource({ scope, name }: IAuthSite, header: string): string {
  if (/^[A-Za-z0-9._$-]+$/.test(header)) return `method.request.header.${header}`
  throw new ConfigError(scope, {
    what: `The authorizer "${name}" reads a header whose name API Gateway does not take`,
    got: header,
    allowed: 'letters, digits and "._$-"',
    fix: 'write the name alone, for example "Authorization"',
  })
}

function functionOf({ functions, name }: IAuthSite, source: AuthFunction, options: EntryOptions): lambda.IFunction {
  return 'fn' in source ? source.fn : functions.entry(source.entry, options, name)
}
