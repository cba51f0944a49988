import { Auth, defineRest, type RestGatewayProps, Target } from '../../lib'

// Compiled, never run: each line marked below must be refused by the compiler, each other one accepted.
const target = Target.mock(200)
const open = { target, auth: 'open', openReason: 'a probe' } as const
const jwt = Auth.jwt({ issuer: 'https://issuer.example.com', audience: ['shop'] })

export const accepted: RestGatewayProps[] = [
  defineRest({ routes: { 'GET /health': open } }),
  defineRest({ defaultAuth: 'iam', routes: { 'ANY /{proxy+}': { target }, 'GET /': { target, auth: Auth.open('a page') } } }),
  defineRest({
    authorizers: { jwt: Auth.iam(), partner: Auth.iam() },
    defaultAuth: 'jwt',
    routes: { 'PUT /a': { target, auth: 'partner' } },
  }),
  defineRest({
    domain: { name: 'a.example', basePaths: { v1: 'prod' } },
    gatewayResponses: { THROTTLED: { status: 420 } },
    routes: { 'GET /a': open },
  }),
  defineRest({ usagePlans: { basic: { stages: ['prod'], keys: ['acme'] } }, routes: { 'GET /health': open } }),
  defineRest({
    authorizers: { jwt },
    defaultAuth: 'jwt',
    allowFromIps: ['10.0.0.0/8'],
    routes: { 'GET /orders': { target, scopes: ['read'] }, 'GET /me': { target, auth: Auth.token('lambda/auth.ts') } },
  }),
  defineRest({
    stages: { dev: {}, live: { variables: { table: 'orders' } } },
    usagePlans: { basic: { quota: { limit: 10, per: 'DAY' }, keys: ['a', { name: 'b', value: 'x'.repeat(20) }], stages: ['dev', 'live'] } },
    routes: { 'GET /health': open },
  }),
]

export const refused = [
  // @ts-expect-error a verb that does not exist
  defineRest({ routes: { 'FETCH /orders': open } }),
  // @ts-expect-error a verb in small letters
  defineRest({ routes: { 'get /orders': open } }),
  // @ts-expect-error a path that does not begin with a slash
  defineRest({ routes: { 'GET orders': open } }),
  // @ts-expect-error a path alone
  defineRest({ routes: { '/orders': open } }),
  // @ts-expect-error an open route without a reason
  defineRest({ routes: { 'GET /orders': { target, auth: 'open' } } }),
  // @ts-expect-error a reason without an open route
  defineRest({ defaultAuth: 'iam', routes: { 'GET /orders': { target, openReason: 'why not' } } }),
  // @ts-expect-error an authorizer when none is declared
  defineRest({ routes: { 'GET /orders': { target, auth: 'jwt' } } }),
  // @ts-expect-error another authorizer than those declared
  defineRest({ authorizers: { jwt: Auth.iam() }, routes: { 'GET /orders': { target, auth: 'jvt' } } }),
  // @ts-expect-error a default authorizer that is not declared
  defineRest({ authorizers: { jwt: Auth.iam() }, defaultAuth: 'other', routes: { 'GET /orders': { target } } }),
  // @ts-expect-error everybody by default
  defineRest({ defaultAuth: 'open', routes: { 'GET /orders': { target } } }),
  // @ts-expect-error a usage plan for a stage that is not declared
  defineRest({ stages: { dev: {} }, usagePlans: { basic: { stages: ['prod'] } }, routes: { 'GET /orders': open } }),
  // @ts-expect-error a usage plan for another stage than the one there is by default
  defineRest({ usagePlans: { basic: { stages: ['dev'] } }, routes: { 'GET /orders': open } }),
  // @ts-expect-error a period that does not exist
  defineRest({ usagePlans: { basic: { quota: { limit: 1, per: 'YEAR' } } }, routes: { 'GET /orders': open } }),
  // @ts-expect-error a route without a target
  defineRest({ routes: { 'GET /orders': { auth: 'open', openReason: 'a probe' } } }),
  // @ts-expect-error a path where a target belongs
  defineRest({ defaultAuth: 'iam', routes: { 'GET /orders': { target: 'lambda/orders.ts' } } }),
  // @ts-expect-error a field that routes do not have
  defineRest({ routes: { 'GET /orders': { target, auth: 'iam', apikey: true } } }),
  // @ts-expect-error a cache key that names no parameter
  defineRest({ routes: { 'GET /orders/{id}': { ...open, cache: { key: ['id'] } } } }),
  // @ts-expect-error a cache of a guarded route that does not say whose an answer is
  defineRest({ routes: { 'GET /orders': { target, auth: 'iam', cache: {} } } }),
  // @ts-expect-error scopes of a route that everybody may call
  defineRest({ routes: { 'GET /orders': { ...open, scopes: ['read'] } } }),
  // @ts-expect-error one scope where a list belongs
  defineRest({ authorizers: { jwt }, routes: { 'GET /orders': { target, auth: 'jwt', scopes: 'read' } } }),
  // @ts-expect-error an issuer whose tokens may be for anybody
  Auth.jwt({ issuer: 'https://issuer.example.com' }),
  // @ts-expect-error an open route without a reason, by the class
  Auth.open(),
  // @ts-expect-error an authorizer without user pools
  Auth.cognito({ scopes: ['read'] }),
  // @ts-expect-error a domain for a stage that is not declared
  defineRest({ domain: { name: 'a.example', basePaths: { v1: 'live' } }, routes: { 'GET /orders': open } }),
  // @ts-expect-error a reason for which the gateway never refuses
  defineRest({ gatewayResponses: { TEAPOT: {} }, routes: { 'GET /orders': open } }),
  // @ts-expect-error a way to emit that does not exist
  defineRest({ emit: 'yaml', routes: { 'GET /orders': open } }),
  // @ts-expect-error a canary without a share
  defineRest({ stages: { prod: { canary: { variables: { a: 'b' } } } }, routes: { 'GET /orders': open } }),
  // @ts-expect-error an answer of a transform without a status
  defineRest({ routes: { 'GET /orders': { ...open, transform: { responses: [{ pattern: '4..' }] } } } }),
  // @ts-expect-error half a throttle
  defineRest({ throttle: { rate: 1 }, routes: { 'GET /orders': open } }),
]
