import { aws_apigateway as apigateway } from 'aws-cdk-lib'
import { Auth } from './auth'
import type { IAuth } from './authorizers/auth-binding'
import type { CacheProps } from './cache'
import { ConfigError } from './config-error'
import type { RestDomainMapping } from './domain'
import type { GatewayRefusal, GatewayResponseProps } from './gateway-responses'
import { given } from './given'
import type { DeclaredRoutes } from './handler'
import type { RestGatewayProps } from './rest-gateway-props'
import type { RouteProps } from './route'
import type { Verb } from './route-key'
import type { ApiKeyProps, UsagePlanProps } from './usage-plans'

/**
 * A verb, a space and a path.
 *
 * @example
 * const key: RouteKey = 'GET /orders/{id}'
 */
export type RouteKey = `${Verb} /${string}`

/**
 * A route for everybody says why.
 *
 * @example
 * const health: OpenRoute = { target: Target.mock(200), auth: 'open', openReason: 'load balancer probe' }
 */
export interface OpenRoute extends Omit<RouteProps, 'auth' | 'cache' | 'scopes'> {
  readonly cache?: CacheSpec
  readonly scopes?: never
  readonly auth: 'open'
  readonly openReason: string
}

/**
 * A route that is guarded: by a declared authorizer, by IAM, by an authorization of its own, or by the default.
 *
 * @example
 * const list: GuardedRoute<'jwt'> = { target: Target.entry('lambda/orders.ts'), auth: 'jwt' }
 */
export interface GuardedRoute<Authorizer extends string> extends Omit<RouteProps, 'auth' | 'cache'> {
  /** With `vary`: a guarded route says whose an answer is. */
  readonly cache?: CacheSpec & { readonly vary: 'caller' | 'shared' }
  readonly auth?: Authorizer | 'iam' | IAuth
  readonly openReason?: never
}

/**
 * What a cache tells answers apart by: a parameter with its place.
 *
 * @example
 * const key: CacheKey = 'query.page'
 */
export type CacheKey = `${'path' | 'query' | 'header'}.${string}`

/**
 * A cache in `defineRest`: its key names parameters, and whose an answer is is one of two words.
 *
 * @example
 * const cache: CacheSpec = { ttl: Duration.minutes(1), key: ['query.page'], vary: 'shared' }
 */
export interface CacheSpec extends Omit<CacheProps, 'key' | 'vary'> {
  readonly key?: readonly CacheKey[]
  readonly vary?: 'caller' | 'shared'
}

/**
 * A route in `defineRest`: `Authorizer` are the names that it may give as `auth`.
 *
 * @example
 * const list: RouteSpec = { target: Target.entry('lambda/orders.ts'), auth: 'iam', query: ['limit'] }
 */
export type RouteSpec<Authorizer extends string = never> = OpenRoute | GuardedRoute<Authorizer>

/**
 * The routes in `defineRest`, by their keys. An interface, so that the compiler names it in a message and does not write it out.
 *
 * @example
 * const routes: RouteSpecs<never> = { 'GET /health': { target: Target.mock(200), auth: 'open', openReason: 'probe' } }
 */
export interface RouteSpecs<Authorizer extends string> {
  readonly [key: RouteKey]: RouteSpec<Authorizer>
}

/**
 * A usage plan in `defineRest`: keys by their names, the period as a word, stages that exist.
 *
 * @example
 * const partner: UsagePlanSpec<'dev' | 'prod'> = { quota: { limit: 10_000, per: 'MONTH' }, keys: ['acme'], stages: ['prod'] }
 */
export interface UsagePlanSpec<StageName extends string> extends Omit<UsagePlanProps, 'quota' | 'keys' | 'stages'> {
  readonly quota?: { readonly limit: number; readonly per: 'DAY' | 'WEEK' | 'MONTH'; readonly offset?: number }
  readonly keys?: readonly (string | ApiKeyProps)[]
  readonly stages?: readonly StageName[]
}

/**
 * A custom domain in `defineRest`: stages that exist.
 *
 * @example
 * const domain: DomainSpec<'dev' | 'prod'> = { name: 'api.example.com', zone, basePaths: { '/': 'prod' } }
 */
export interface DomainSpec<StageName extends string> extends Omit<RestDomainMapping, 'basePaths'> {
  readonly basePaths?: { readonly [basePath: string]: StageName }
}

/**
 * What `defineRest` takes: the props of a `RestGateway` with names that the compiler checks against each other.
 *
 * @example
 * const spec: RestSpec<'jwt', 'prod'> = { authorizers: { jwt: Auth.custom(authorizer) }, defaultAuth: 'jwt', routes: {} }
 */
export interface RestSpec<Authorizer extends string, StageName extends string>
  extends Omit<
    RestGatewayProps,
    'routes' | 'authorizers' | 'defaultAuth' | 'stages' | 'usagePlans' | 'emit' | 'domain' | 'gatewayResponses'
  > {
  readonly emit?: 'resources' | 'openapi' | 'auto'
  readonly domain?: DomainSpec<NoInfer<StageName>>
  readonly gatewayResponses?: { readonly [Type in GatewayRefusal]?: GatewayResponseProps }
  readonly authorizers?: { readonly [Name in Authorizer]: IAuth }
  readonly defaultAuth?: NoInfer<Authorizer> | 'iam' | IAuth
  readonly stages?: { readonly [Name in StageName]: NonNullable<RestGatewayProps['stages']>[string] }
  readonly usagePlans?: { readonly [name: string]: UsagePlanSpec<NoInfer<StageName>> }
  readonly routes: RouteSpecs<NoInfer<Authorizer>>
}

/** What stands at a key that begins with no verb of API Gateway, or whose path does not begin with a slash. */
interface NotARouteKey {
  readonly expected: 'a verb, a space and a path: GET /orders/{id}'
}

/** The routes in `defineRest`, whose bodies' schemas the compiler finds out, for handlers. */
type RoutesWithBodies<Authorizer extends string, Bodies> = {
  readonly [Key in keyof Bodies]: RouteSpec<Authorizer> & { readonly body?: Bodies[Key] }
} & { readonly [Key in keyof Bodies as Key extends RouteKey ? never : Key]: NotARouteKey }

/**
 * Declares a REST API in a short form whose names the compiler checks: a verb that does not exist, an authorizer or a stage that is not declared
 * and an open route without a reason do not compile.
 *
 * @example
 * new RestGateway(this, 'Shop', defineRest({
 *   defaultAuth: 'iam',
 *   stages: { dev: {}, prod: {} },
 *   usagePlans: { partner: { quota: { limit: 10_000, per: 'MONTH' }, keys: ['acme'], stages: ['prod'] } },
 *   routes: {
 *     'GET /health': { target: Target.mock(200, { ok: true }), auth: 'open', openReason: 'load balancer probe' },
 *     'POST /orders': { target: Target.entry('lambda/orders.ts'), apiKey: true },
 *   },
 * }))
 */
export function defineRest<const Authorizer extends string = never, const StageName extends string = 'prod', const Bodies = unknown>(
  spec: Omit<RestSpec<Authorizer, StageName>, 'routes'> & { readonly routes: RoutesWithBodies<NoInfer<Authorizer>, Bodies> },
): RestGatewayProps & DeclaredRoutes<Bodies> {
  const { routes, authorizers, defaultAuth, usagePlans, ...same } = spec
  const named = (authorizers ?? {}) as Record<string, IAuth>
  const taken = ['open', 'iam'].find((word) => Object.hasOwn(named, word))
  if (taken !== undefined)
    throw new ConfigError(undefined, {
      what: 'An authorizer has a name that means something already',
      got: taken,
      fix: 'give it another name',
    })
  return {
    ...same,
    routes: mapValues(routes as unknown as Record<string, RouteSpec<string>>, ({ auth, openReason, cache, ...route }, key) => ({
      ...route,
      ...given({ cache: cache === undefined ? undefined : cacheProps(cache) }),
      ...given({ auth: auth === undefined ? undefined : resolveAuth(named, `"${key}"`, auth, openReason) }),
    })),
    ...given({
      authorizers: authorizers as RestGatewayProps['authorizers'],
      defaultAuth: defaultAuth === undefined ? undefined : resolveAuth(named, 'defaultAuth', defaultAuth),
      usagePlans: usagePlans === undefined ? undefined : mapValues(usagePlans as Record<string, UsagePlanSpec<string>>, usagePlanProps),
    }),
  }
}

// The checks below are the compiler's work in TypeScript; JavaScript gets them when the app runs.
function resolveAuth(named: Record<string, IAuth>, where: string, auth: string | IAuth, openReason?: string): IAuth {
  if (typeof auth !== 'string') return auth
  if (auth === 'open') return Auth.open(openReason ?? '')
  if (auth === 'iam') return Auth.iam()
  const found = Object.hasOwn(named, auth) ? named[auth] : undefined
  if (found !== undefined) return found
  throw new ConfigError(undefined, {
    what: `${where} names an authorizer that is not declared`,
    got: auth,
    allowed: [...Object.keys(named), 'iam', 'open'].join(', '),
    fix: `declare "${auth}" in authorizers, or correct the name`,
  })
}

function cacheProps({ key, ...same }: CacheSpec): CacheProps {
  return { ...same, ...given({ key: key === undefined ? undefined : [...key] }) }
}

function usagePlanProps({ quota, keys, stages, ...same }: UsagePlanSpec<string>): UsagePlanProps {
  return {
    ...same,
    ...given({
      quota: quota === undefined ? undefined : { ...quota, per: apigateway.Period[quota.per] },
      keys: keys?.map((key) => (typeof key === 'string' ? { name: key } : key)),
      stages: stages === undefined ? undefined : [...stages],
    }),
  }
}

function mapValues<From, To>(record: Readonly<Record<string, From>>, change: (value: From, key: string) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value, key)]))
}
