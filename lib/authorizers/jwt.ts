import { existsSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { type Duration, Lazy, type aws_lambda as lambda, Stack, Token } from 'aws-cdk-lib'
import { ConfigError } from '../config-error'
import { createEntryFunction, type EntryOptions } from '../entry-function'
import { given } from '../given'
import type { AuthBinding, IAuth, IAuthSite } from './auth-binding'
import { createAuthorizer } from './gateway-authorizer'

/**
 * Whose JSON Web Tokens let callers in: those of any issuer of OAuth 2.0 or OpenID Connect.
 *
 * @example
 * Auth.jwt({ issuer: 'https://shop.eu.auth0.com/', audience: ['https://api.example.com'], scopes: ['read:orders'] })
 */
export interface JwtAuthProps {
  /** As tokens name it (`iss`), to the last slash. */
  readonly issuer: string
  /** For whom tokens have to be made (`aud`): one of these has to be among them. */
  readonly audience: string[]
  /** Scopes of which a token needs one, for routes that say none of their own: in `scope`, `scp` or `permissions`. */
  readonly scopes?: string[]
  /** The only algorithms that are taken. @default ['RS256'] */
  readonly algorithms?: string[]
  /** Clients for which tokens may have been made (`azp`, or `client_id`). @default - any of the issuer */
  readonly clients?: string[]
  /** Where the issuer's keys are. @default - where its discovery document says */
  readonly jwksUri?: string
  /** How long an answer holds for its token, and its route where scopes are asked for: past the token's own end too. @default Duration.minutes(5) */
  readonly ttl?: Duration
  /** How the function runs. */
  readonly entry?: EntryOptions
}

const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'ES256', 'ES384', 'ES512']
/** Characters of scopes by route; all environment variables of a function together have 4 KB. */
const MOST_SETTINGS = 3000

/** JSON Web Tokens, judged by a function that comes with the construct: REST APIs do not know them. */
export class JwtAuth implements IAuth {
  constructor(private readonly props: JwtAuthProps) {}

  bind(site: IAuthSite): AuthBinding {
    check(site, this.props)
    const { issuer, audience, algorithms = ['RS256'], clients, jwksUri, ttl, entry = {} } = this.props
    const scopes: Record<string, string[]> = {}
    const settings = () => {
      if (JSON.stringify(scopes).length > MOST_SETTINGS) throw tooManyScopes(site)
      return Stack.of(site.scope).toJsonString({ issuer, audience, algorithms, ...given({ clients, jwksUri }), scopes })
    }
    const fn = createEntryFunction(site.functions, `Authorizer.${site.name}`, shippedEntry(), {
      description: `Judges the tokens of ${Token.isUnresolved(issuer) ? site.name : issuer}`,
      ...entry,
      environment: { ...entry.environment, JWT_SETTINGS: Lazy.uncachedString({ produce: settings }) },
    })
    ;(fn.node.defaultChild as lambda.CfnFunction).addMetadata('portico:acknowledge', {
      'authorizer-cache-vs-method-arn': 'its policies hold for the whole API, or are kept by route',
    })
    const authorizer = createAuthorizer(site, {
      type: 'REQUEST',
      // What a token may depends on the route where scopes are asked for: then each route has answers of its own.
      identitySource: Lazy.uncachedString({
        produce: () => ['method.request.header.Authorization', ...(Object.keys(scopes).length === 0 ? [] : BY_ROUTE)].join(','),
      }),
      fn,
      ...given({ ttl }),
    })
    return {
      authorizationType: authorizer.authorizationType as AuthBinding['authorizationType'],
      authorizer,
      scopes: {
        bindScopes: (route) => {
          const asked = route.scopes ?? this.props.scopes ?? []
          if (asked.length > 0) scopes[`${route.verb} ${route.path}`] = asked
          return undefined
        },
      },
    }
  }
}

const BY_ROUTE = ['context.httpMethod', 'context.resourcePath']

/** The function's source: beside this package's own, as it was written or as it was built. */
function shippedEntry() {
  const base = join(__dirname, '../../lambda/jwt-authorizer')
  const file = existsSync(`${base}.ts`) ? `${base}.ts` : `${base}.js`
  return { file, relative: relative(process.cwd(), file).split(sep).join('/') }
}

function check({ scope, name }: IAuthSite, { issuer, audience, algorithms = [], clients }: JwtAuthProps): void {
  const isUrl = Token.isUnresolved(issuer) || /^https:\/\/[^/\s?#]+|^http:\/\/(?:localhost|127\.0\.0\.1)(?::\d+)?(?:\/|$)/.test(issuer)
  const odd = algorithms.find((algorithm) => !ALGORITHMS.includes(algorithm))
  const problem = !isUrl
    ? { what: `The issuer of "${name}" is not one`, got: issuer, allowed: 'an https URL', fix: 'write it as the tokens name it' }
    : audience.length === 0 || audience.includes('')
      ? {
          what: `"${name}" takes tokens for any audience`,
          got: audience,
          fix: 'name the audience, so that tokens that were made for others are refused',
        }
      : odd !== undefined
        ? { what: `"${name}" takes an algorithm that it does not know`, got: odd, allowed: ALGORITHMS.join(', '), fix: 'correct it' }
        : clients?.length === 0
          ? { what: `"${name}" takes tokens of no client`, fix: 'name one, or leave "clients" out' }
          : undefined
  if (problem !== undefined) throw new ConfigError(scope, problem)
}

function tooManyScopes({ scope, name }: IAuthSite): ConfigError {
  return new ConfigError(scope, {
    what: `The routes of "${name}" ask for more scopes than the environment of a function holds`,
    allowed: `${MOST_SETTINGS} characters of routes and scopes`,
    fix: 'give some of the routes an authorizer of their own',
  })
}
