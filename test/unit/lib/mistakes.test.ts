import { aws_apigateway as apigateway, Duration } from 'aws-cdk-lib'
import { Auth, ConfigError, defineRest, type RestGatewayProps, type RouteProps, Target } from '../../../lib'
import { OPEN, synthesize } from './synthesize'

const gateway = (props: Partial<RestGatewayProps>): RestGatewayProps => ({ routes: { 'GET /': OPEN }, ...props })
const route = (key: string, props: Partial<RouteProps> = {}) => gateway({ routes: { [key]: { ...OPEN, ...props } } })
const routes = (...keys: string[]) => gateway({ routes: Object.fromEntries(keys.map((key) => [key, OPEN])) })
const body = (schema: Record<string, unknown>) => route('POST /orders', { body: schema })
const { MONTH } = apigateway.Period
const quota = (limit: number) => gateway({ usagePlans: { basic: { quota: { limit, per: MONTH } } } })
const keyOf = (value: string) => gateway({ usagePlans: { basic: { keys: [{ name: 'acme', value }] } } })

test.each<[string, () => RestGatewayProps, string]>([
  ['nobody says who may call', () => gateway({ routes: { 'GET /a': { target: Target.mock(200) } } }), 'Nothing says who may call "GET /a"'],
  ['open without a reason', () => route('GET /a', { auth: Auth.open(' ') }), 'is open to everybody without a reason'],
  ['a verb that does not exist', () => routes('FETCH /a'), 'Got: "FETCH /a". Allowed: GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS, ANY.'],
  ['a path without a slash', () => routes('GET orders'), 'must begin with "/" and hold no space. Got: "GET orders"'],
  ['a trailing slash', () => routes('GET /orders/'), 'leave the superfluous slash out'],
  ['an odd path part', () => routes('GET /or{id}'), 'The path part "or{id}" is not allowed'],
  ['a variable twice', () => routes('GET /{id}/x/{id}'), '{id} stands twice'],
  ['a greedy variable in the middle', () => routes('GET /{proxy+}/x'), 'The greedy variable {proxy+} must be the last part'],
  [
    'two names at one place',
    () => routes('GET /orders/{id}', 'GET /orders/{orderId}/items'),
    'below "/orders": {id} in "GET /orders/{id}" and {orderId}',
  ],
  ['a variable beside a greedy one', () => routes('GET /{id}', 'GET /{proxy+}'), 'Two variables stand at one place below "/"'],
  ['no route', () => gateway({ routes: {} }), 'The gateway has no route'],
  ['no stage', () => gateway({ stages: {} }), 'The gateway has no stage'],
  ['a stage with an odd name', () => gateway({ stages: { 'a b': {} } }), 'A stage has a name that API Gateway does not take. Got: "a b"'],
  ['an odd stage variable', () => gateway({ stages: { dev: { variables: { 'a-b': 'x' } } } }), 'Got: "a-b"'],
  ['an odd value of a stage variable', () => gateway({ stages: { dev: { variables: { a: '{"x":1}' } } } }), 'Variable "a" of stage "dev"'],
  [
    'an unknown stage in a plan',
    () => gateway({ usagePlans: { basic: { stages: ['dev'] } } }),
    'Usage plan "basic" names a stage that the gateway does not have. Got: "dev". Allowed: prod',
  ],
  ['a quota of nothing', () => quota(0), 'Got: 0. Allowed: a whole number, 1 or more'],
  ['a broken quota', () => quota(1.5), 'Got: 1.5'],
  ['a short key', () => keyOf('short'), 'The value of API key "acme" is too short. Got: "5 characters". Allowed: 20 to 128'],
  [
    'a key in two plans for one stage',
    () => gateway({ usagePlans: { a: { keys: [{ name: 'acme' }] }, b: { keys: [{ name: 'acme' }] } } }),
    'API key "acme" is in two usage plans for stage "prod". Got: ["a","b"]',
  ],
  ['a negative rate', () => gateway({ throttle: { rate: -1, burst: 1 } }), 'The throttle rate of stage "prod" is not a limit. Got: -1'],
  [
    'a broken burst',
    () => route('GET /a', { throttle: { rate: 1, burst: 1.5 } }),
    'The throttle burst of "GET /a" is not a limit. Got: 1.5',
  ],
  [
    'an entry that is not there',
    () => route('GET /a', { target: Target.entry('lambda/missing.ts') }),
    'The entry file of a handler does not exist. Got: "lambda/missing.ts"',
  ],
  [
    'an entry without extension',
    () => route('GET /a', { target: Target.entry('lambda/orders') }),
    'is not a TypeScript or JavaScript file',
  ],
  [
    'a handler that is no name',
    () => route('GET /a', { target: Target.entry('lambda/orders.ts', { handler: 'orders.handler' }) }),
    'is not the name of an export. Got: "orders.handler"',
  ],
  ['a schema that is none', () => body({ type: 'objekt' }), '"POST /orders" is not a JSON Schema: #/type'],
  ['a parameter declared twice', () => route('GET /{id}', { query: ['id'] }), 'The parameter "id" of "GET /{id}" is declared twice'],
  ['an odd parameter', () => route('GET /a', { headers: ['x y'] }), 'has a name that API Gateway does not take. Got: "x y"'],
  ['a short time limit', () => route('GET /a', { timeout: Duration.millis(10) }), 'Got: "10 ms". Allowed: 50 ms and more'],
  [
    'a URL that is none',
    () => route('GET /a', { target: Target.http('stock.example.com') }),
    'is not one that API Gateway calls. Got: "stock.example.com"',
  ],
  ['a port that AWS does not call', () => route('GET /a', { target: Target.http('http://h.example:81/') }), 'on port 80, 443 or 1024'],
  [
    'a place that no variable fills',
    () => route('GET /a/{id}', { target: Target.http('https://h.example/{sku}') }),
    'no variable of the route\'s path. Got: "https://h.example/{sku}". Allowed: {id}',
  ],
  [
    'a status that is none',
    () => route('GET /a', { target: Target.mock(99) }),
    'The status of the mock answer of "GET /a" is none. Got: 99',
  ],
  ['a quote in a header', () => route('GET /a', { target: Target.mock(200, '', { headers: { a: "it's" } }) }), 'holds a single quote'],
  ['no origin', () => gateway({ cors: { origins: [] } }), 'CORS allows no origin'],
  [
    'an origin with a path',
    () => gateway({ cors: { origins: ['https://a.example/x'] } }),
    'not one that a browser sends. Got: "https://a.example/x"',
  ],
  ['every origin and some', () => gateway({ cors: { origins: ['*', 'https://a.example'] } }), 'CORS allows every origin and some'],
  ['every origin with credentials', () => gateway({ cors: { origins: ['*'], credentials: true } }), 'which browsers refuse'],
  [
    'a private API without policy',
    () => gateway({ endpointType: apigateway.EndpointType.PRIVATE }),
    'A private API answers nobody without a policy',
  ],
])('%s', (_name, props, message) => {
  let thrown: unknown
  try {
    synthesize(props())
  } catch (error) {
    thrown = error
  }
  expect(thrown).toBeInstanceOf(ConfigError)
  expect((thrown as ConfigError).message).toContain(message)
  expect((thrown as ConfigError).message).toMatch(/^\[Test\/Shop.*\] .* Fix: .+\.$/)
})

test('a schema may have properties that are called as keywords are', () => {
  expect(() => synthesize(body({ properties: { const: { type: 'string' }, if: {} }, enum: [{ const: 1 }] }))).not.toThrow()
})

test('a route cannot be added twice, nor one that the preflight answers', () => {
  synthesize(gateway({ cors: { origins: ['*'] } }), (made) => {
    expect(() => made.addRoute('GET /', OPEN)).toThrow('A route is declared twice. Got: "GET /"')
    expect(() => made.addRoute('OPTIONS /', OPEN)).toThrow('The CORS preflight answers this route already. Got: "OPTIONS /"')
  })
})

test.each([
  [
    'an authorizer that is not declared',
    { routes: { 'GET /a': { target: Target.mock(200), auth: 'jwt' } } },
    'names an authorizer that is not declared. Got: "jwt". Allowed: iam, open',
  ],
  [
    'a name that means something already',
    { authorizers: { open: Auth.iam() }, routes: {} },
    'a name that means something already. Got: "open"',
  ],
])("JavaScript gets the compiler's checks from defineRest: %s", (_name, spec, message) => {
  expect(() => defineRest(spec as unknown as Parameters<typeof defineRest>[0])).toThrow(message)
})
