import { emulate, type Gateway } from '../../../emulator/testing/index'
import { mockOf, restTemplate } from '../../support/rest-template'

const ROUTES = [
  'GET /',
  'GET /orders',
  'GET /orders/{id}',
  'ANY /any',
  'POST /any',
  'POST /test',
  'OPTIONS /{proxy+}',
  'GET /part1',
  'GET /part1/hardcoded-value',
  'GET /part2/{param}/fixed',
  'GET /part2/{param}/{rest+}',
  'HEAD /head',
]

let gateway: Gateway
beforeAll(async () => {
  gateway = await emulate(restTemplate({ routes: Object.fromEntries(ROUTES.map((route) => [route, mockOf(JSON.stringify(route))])) }))
})
afterAll(() => gateway.stop())

const NONE = { message: 'Missing Authentication Token' }

test.each<[string, string, unknown]>([
  ['GET', '/', 'GET /'],
  ['GET', '', 'GET /'],
  ['GET', '/orders', 'GET /orders'],
  ['GET', '/orders/', 'GET /orders'],
  ['GET', '/orders//', NONE],
  ['GET', '/part2/x//', NONE],
  ['GET', '/orders/7', 'GET /orders/{id}'],
  ['GET', '/orders/a%2Fb', 'GET /orders/{id}'],
  ['GET', '/orders/7/lines', NONE],
  ['POST', '/orders', NONE],
  ['HEAD', '/orders', NONE],
  ['OPTIONS', '/orders', 'OPTIONS /{proxy+}'],
  ['POST', '/any', 'POST /any'],
  ['DELETE', '/any', 'ANY /any'],
  ['OPTIONS', '/any', 'ANY /any'],
  ['OPTIONS', '/test', 'OPTIONS /{proxy+}'],
  ['GET', '/test', NONE],
  ['GET', '/ORDERS', NONE],
  ['GET', '/part1/hardcoded-value', 'GET /part1/hardcoded-value'],
  ['OPTIONS', '/part1/random-value', 'OPTIONS /{proxy+}'],
  ['GET', '/part2/x/fixed', 'GET /part2/{param}/fixed'],
  ['GET', '/part2/x/other/more', 'GET /part2/{param}/{rest+}'],
  ['GET', '/part2/x', NONE],
  ['GET', '/part2//fixed', NONE],
  ['GET', '//orders', 'GET /orders'],
])('%s %s is taken by %j', async (method, path, expected) => {
  const response = await gateway.fetch(path, { method })
  if (method === 'HEAD') expect(response.status).toBe(403)
  else expect(await response.json()).toEqual(expected)
  expect(response.status).toBe(expected === NONE ? 403 : 200)
})

test('no route: the refusal in bytes and headers', async () => {
  const response = await gateway.fetch('/nothing')
  expect(await response.text()).toBe('{"message":"Missing Authentication Token"}')
  expect(response.headers.get('x-amzn-errortype')).toBe('MissingAuthenticationTokenException')
  expect(response.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
  expect(response.headers.get('x-amz-apigw-id')).toMatch(/^[A-Za-z0-9+/]{15}=$/)
})

test('no route and an Authorization header that is no signature: the header is complained about', async () => {
  const response = await gateway.fetch('/nothing', { headers: { Authorization: 'Bearer abc' } })
  expect(response.status).toBe(403)
  expect(response.headers.get('x-amzn-errortype')).toBe('IncompleteSignatureException')
  expect(await response.json()).toEqual({
    message:
      "Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 and encoded with Base64): 'w1Xc6WwWEogNEZQP/dkBTThsJT4MNlKmzQanIm970rY='.",
  })
})

test('X-HTTP-Method-Override decides the method', async () => {
  const response = await gateway.fetch('/any', { method: 'GET', headers: { 'X-HTTP-Method-Override': 'POST' } })
  expect(await response.json()).toBe('POST /any')
})
