import { gunzipSync } from 'node:zlib'
import {
  App,
  aws_apigateway as apigateway,
  aws_ec2 as ec2,
  aws_elasticloadbalancingv2 as elb,
  type aws_lambda as lambda,
  Size,
  Stack,
  aws_sqs as sqs,
  aws_wafv2 as wafv2,
} from 'aws-cdk-lib'
import { emulate } from '../../../emulator/testing/index'
import { Auth, RestGateway, type RestGatewayProps, type RouteProps, Target } from '../../../lib'
import { startBackend } from '../../support/backend'
import { inlineFunction, OPEN, synthesize } from './synthesize'

/** A function that answers what it got of its event. */
function echo(stack: Stack, id = 'Echo', says = id) {
  const fn = inlineFunction(stack, id)
  const code = `exports.handler = async (event) => event.resource === undefined ? { got: event, says: '${says}' }
    : { statusCode: 200, body: JSON.stringify({ says: '${says}', base64: event.isBase64Encoded, body: event.body }) }`
  Object.assign(fn.node.defaultChild as object, { code: { zipFile: code } })
  return fn
}
function appOf(declare: (stack: Stack) => RestGatewayProps): App {
  const app = new App()
  const stack = new Stack(app, 'Test')
  new RestGateway(stack, 'Shop', declare(stack))
  return app
}
const json = (body: string, more: RequestInit = {}) => ({ method: 'POST', headers: { 'content-type': 'application/json' }, body, ...more })

test('what the gateway refuses is answered as declared, with the headers for pages of other origins', async () => {
  const app = appOf(() => ({
    cors: { origins: ['https://a.example'] },
    gatewayResponses: {
      MISSING_AUTHENTICATION_TOKEN: {
        status: 404,
        body: { message: 'Not Found', path: '$context.path' },
        headers: { 'x-reason': 'no route' },
      },
      UNAUTHORIZED: { contentType: 'text/plain', body: 'who are you?' },
      DEFAULT_4XX: { headers: { 'x-default': 'yes' } },
    },
    routes: { 'GET /a': { target: Target.mock(200), auth: Auth.iam() }, 'GET /b': { ...OPEN, query: ['q'] } },
  }))
  await using gateway = await emulate(app)
  const nothing = await gateway.fetch('/nothing')
  expect([
    nothing.status,
    await nothing.json(),
    nothing.headers.get('x-reason'),
    nothing.headers.get('access-control-allow-origin'),
  ]).toEqual([404, { message: 'Not Found', path: '/prod/nothing' }, 'no route', 'https://a.example'])
  const wrong = await gateway.fetch('/b')
  expect([wrong.status, wrong.headers.get('x-default'), wrong.headers.get('access-control-allow-origin')]).toEqual([
    400,
    'yes',
    'https://a.example',
  ])
})

test.each<[string, RestGatewayProps['gatewayResponses'], string]>([
  ['a reason that is none', { TEAPOT: {} }, 'The gateway never refuses for that reason. Got: "TEAPOT"'],
  ['a status that is none', { THROTTLED: { status: 99 } }, 'The status of THROTTLED is none. Got: 99'],
  ['a quote', { THROTTLED: { headers: { a: "it's" } } }, 'holds a single quote'],
])('a mistake of a gateway response is said: %s', (_name, gatewayResponses, message) => {
  expect(() => synthesize({ routes: { 'GET /a': OPEN }, gatewayResponses: gatewayResponses ?? {} })).toThrow(message)
})

test('compression, tracing, a web ACL and tags', async () => {
  const rules = [
    {
      name: 'agent',
      priority: 1,
      action: { block: {} },
      visibilityConfig: { cloudWatchMetricsEnabled: false, sampledRequestsEnabled: false, metricName: 'agent' },
      statement: {
        byteMatchStatement: {
          fieldToMatch: { singleHeader: { Name: 'user-agent' } },
          positionalConstraint: 'CONTAINS',
          searchString: 'evil',
          textTransformations: [{ priority: 0, type: 'NONE' }],
        },
      },
    },
  ]
  const app = appOf((stack) => ({
    minCompressionSize: Size.bytes(10),
    tracing: true,
    tags: { team: 'orders' },
    webAcl: new wafv2.CfnWebACL(stack, 'Acl', {
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      rules,
      visibilityConfig: { cloudWatchMetricsEnabled: false, sampledRequestsEnabled: false, metricName: 'acl' },
    }).attrArn,
    routes: { 'GET /a': { ...OPEN, target: Target.mock(200, { text: 'x'.repeat(100) }) } },
  }))
  await using gateway = await emulate(app)
  const answer = await gateway.fetch('/a', { headers: { 'accept-encoding': 'gzip' } })
  expect(answer.headers.get('content-encoding')).toBe('gzip')
  expect(gunzipSync(Buffer.from(await answer.arrayBuffer())).toString()).toBe(JSON.stringify({ text: 'x'.repeat(100) }))
  expect((await gateway.fetch('/a', { headers: { 'user-agent': 'evil' } })).status).toBe(403)
  const { only, all } = synthesize({
    tracing: true,
    tags: { team: 'orders' },
    stages: { dev: { tracing: false }, prod: {} },
    routes: { 'GET /a': OPEN },
  })
  expect(all('AWS::ApiGateway::Stage').map(({ Properties: p }) => [p['TracingEnabled'], p['Tags']])).toEqual([
    [false, [{ Key: 'team', Value: 'orders' }]],
    [true, [{ Key: 'team', Value: 'orders' }]],
  ])
  expect(only('AWS::ApiGateway::RestApi').Properties['Tags']).toEqual([{ Key: 'team', Value: 'orders' }])
})

test('where JSON is taken for bytes, what reads no body goes on, preflights too, and handlers get base64', async () => {
  const app = appOf((stack) => ({
    binaryMediaTypes: ['*/*'],
    cors: { origins: ['*'] },
    routes: {
      'POST /echo': { ...OPEN, target: Target.fn(echo(stack)) },
      'POST /mock': { ...OPEN, target: Target.mock(200, { ok: true }) },
    },
  }))
  await using gateway = await emulate(app)
  expect(await (await gateway.fetch('/echo', json('{"a":1}'))).json()).toEqual({
    says: 'Echo',
    base64: true,
    body: Buffer.from('{"a":1}').toString('base64'),
  })
  const mock = await gateway.fetch('/mock', json('{"a":1}'))
  expect([mock.status, await mock.text()]).toEqual([200, '{"ok":true}'])
  expect((await gateway.fetch('/echo', { method: 'OPTIONS', headers: { origin: 'https://a.example' } })).status).toBe(204)
  const { warnings } = synthesize({ binaryMediaTypes: ['*/*'], routes: { 'GET /a': OPEN } }, (made, stack) => {
    made.addRoute('PUT /echo', { ...OPEN, target: Target.fn(echo(stack)) })
  })
  expect(warnings()).toEqual([expect.stringContaining('The handler of "PUT /echo" gets JSON in base64')])
})

test.each<[string, (stack: Stack) => RouteProps, string]>([
  [
    'a body that is checked',
    (stack) => ({ ...OPEN, target: Target.fn(echo(stack)), body: { type: 'object' } }),
    'is checked as JSON, and the API takes JSON for bytes',
  ],
  [
    'a template',
    (stack) => ({ ...OPEN, target: Target.fn(echo(stack)), transform: { request: { 'application/json': '{}' } } }),
    'would meet bytes',
  ],
  [
    'a value of a body',
    (stack) => ({ ...OPEN, target: Target.sqs(new sqs.Queue(stack, 'Queue')).sendMessage() }),
    'is in a body that the API takes for bytes. Got: "body"',
  ],
])('binary types that would break a JSON route are refused: %s', (_name, route, message) => {
  const declare = (binaryMediaTypes: string[]) => () => appOf((stack) => ({ binaryMediaTypes, routes: { 'POST /a': route(stack) } }))
  expect(declare(['*/*'])).toThrow(message)
  expect(declare(['application/json'])).toThrow(message)
  expect(declare(['image/png', 'application/octet-stream'])).not.toThrow()
})

test('each stage calls its own function', async () => {
  const app = appOf((stack) => {
    const [dev, prod] = [echo(stack, 'Dev', 'first'), echo(stack, 'Prod', 'second')]
    return {
      stages: { dev: { variables: { other: 'x' } }, prod: {} },
      routes: { 'GET /a': { ...OPEN, target: Target.byStage('orders', { dev, prod: prod.addAlias('live') as lambda.IFunction }) } },
    }
  })
  await using gateway = await emulate(app, { stage: 'dev' })
  const says = async (where: { fetch: typeof gateway.fetch }) => ((await (await where.fetch('/a')).json()) as { says: string }).says
  expect([await says(gateway), await says(gateway.at({ stage: 'prod' }))]).toEqual(['first', 'second'])
})

test.each<[string, string[], string]>([
  ['a stage without', ['dev'], '"GET /a" has no function for stage "prod". Got: ["dev"]. Allowed: dev, prod'],
  ['a stage that is not there', ['dev', 'prod', 'live'], '"GET /a" has a function for a stage that is not there'],
])('functions by stage: %s is said', (_name, names, message) => {
  const declare = () =>
    appOf((stack) => ({
      stages: { dev: {}, prod: {} },
      routes: {
        'GET /a': { ...OPEN, target: Target.byStage('orders', Object.fromEntries(names.map((name) => [name, echo(stack, name)]))) },
      },
    }))
  expect(declare).toThrow(message)
})

test('requests and answers are transformed, of functions and of HTTP backends', async () => {
  await using backend = await startBackend((received, response) => {
    response.writeHead(received.url.startsWith('/gone') ? 410 : 200, { 'Content-Type': 'application/json', ETag: '"7"' })
    response.end(JSON.stringify({ url: received.url, body: received.body }))
  })
  const app = appOf((stack) => ({
    cors: { origins: ['https://a.example', 'https://b.example'] },
    routes: {
      'POST /fn/{id}': {
        ...OPEN,
        target: Target.fn(echo(stack)),
        transform: {
          request: { 'application/json': `{"id": "$util.escapeJavaScript($input.params('id'))", "name": $input.json('$.name')}` },
          responses: [{ status: 201, template: `{"wrapped": $input.json('$.got')}`, headers: { 'x-fixed': 'yes' } }],
        },
      },
      'GET /http/{name}': {
        ...OPEN,
        target: Target.http(`${backend.url}/{name}`),
        query: ['search'],
        transform: {
          parameters: { 'querystring.q': 'method.request.querystring.search' },
          responses: [
            { status: 200, headersFrom: { 'x-etag': 'header.ETag' } },
            { status: 404, pattern: '410', template: '{"message":"Not Found"}' },
          ],
        },
      },
    },
  }))
  await using gateway = await emulate(app)
  const called = await gateway.fetch(
    '/fn/7',
    json('{"name":"Ada"}', { headers: { 'content-type': 'application/json', origin: 'https://b.example' } }),
  )
  expect([called.status, await called.json(), called.headers.get('x-fixed'), called.headers.get('access-control-allow-origin')]).toEqual([
    201,
    { wrapped: { id: '7', name: 'Ada' } },
    'yes',
    'https://b.example',
  ])
  expect((await gateway.fetch('/fn/7', { method: 'POST', body: 'x', headers: { 'content-type': 'text/plain' } })).status).toBe(415)
  const proxied = await gateway.fetch('/http/things?search=tea')
  expect([proxied.status, await proxied.json(), proxied.headers.get('x-etag')]).toEqual([200, { url: '/things?q=tea', body: '' }, '"7"'])
  const gone = await gateway.fetch('/http/gone?search=x')
  expect([gone.status, await gone.text()]).toEqual([404, '{"message":"Not Found"}'])
})

test.each<[string, Partial<RouteProps>, string]>([
  ['a target with templates of its own', { transform: {} }, 'The target of "GET /a" has templates of its own'],
  ['no answers', { target: Target.http('https://h.example'), transform: { responses: [] } }, '"GET /a" answers nothing'],
  [
    'one status twice',
    { target: Target.http('https://h.example'), transform: { responses: [{ status: 200 }, { status: 200, pattern: '2' }] } },
    'answers one status in two ways. Got: 200',
  ],
  [
    'two answers for the rest',
    { target: Target.http('https://h.example'), transform: { responses: [{ status: 200 }, { status: 500 }] } },
    'Two answers of "GET /a" are for all that no pattern fits. Got: [200,500]',
  ],
])('a mistake of a transform is said: %s', (_name, props, message) => {
  expect(() => synthesize({ routes: { 'GET /a': { ...OPEN, ...props } } })).toThrow(message)
})

test('a backend in a VPC is called by a link', async () => {
  await using backend = await startBackend()
  const app = appOf((stack) => {
    const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 1, natGateways: 0 }) as ec2.IVpc
    const targets = [new elb.NetworkLoadBalancer(stack, 'Balancer', { vpc }) as elb.INetworkLoadBalancer]
    const link = new apigateway.VpcLink(stack, 'Link', { targets, vpcLinkName: 'stock' })
    return { routes: { 'GET /stock/{sku}': { ...OPEN, target: Target.vpcLink(link, 'http://stock.internal/items/{sku}') } } }
  })
  await using gateway = await emulate(app, { vpcLinks: { stock: backend.url } })
  const answer = await gateway.fetch('/stock/tea')
  expect(await answer.json()).toMatchObject({ url: '/items/tea', headers: { host: 'stock.internal' } })
})
