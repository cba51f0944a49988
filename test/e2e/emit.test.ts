import { App, aws_apigateway as apigateway, CfnOutput, Stack, aws_sqs as sqs } from 'aws-cdk-lib'
import { Template } from 'aws-cdk-lib/assertions'
import { Auth, defineRest, RestGateway, type RestGatewayProps, Target } from 'portico'
import { emulate } from 'portico/testing'
import { cloudformation } from '../../emulator/services/cloudformation'
import { bind } from '../../emulator/services/operations'
import { testCall } from '../support/call'
import { handlerOf, judgeOf } from '../support/cdk-apps'
import { inlineFunction, OPEN, synthesize, type TemplateResource } from '../unit/lib/synthesize'

process.env['CDK_VALIDATION'] = 'false'

const ORDER = {
  type: 'object',
  required: ['customer', 'items'],
  properties: {
    customer: { type: 'string', minLength: 1 },
    items: { type: 'array', items: { $ref: '#/definitions/line' } },
    parent: { $ref: '#' },
  },
  definitions: { line: { type: 'object', required: ['sku'], properties: { sku: { type: 'string' } } } },
}

/** An API with one of everything that a definition holds, and its address. */
function appOf(emit: 'resources' | 'openapi'): App {
  const app = new App()
  const stack = new Stack(app, 'Test')
  const echo = inlineFunction(stack, 'Echo')
  Object.assign(echo.node.defaultChild as object, {
    code: {
      zipFile: 'exports.handler = async (event) => ({ statusCode: 200, body: JSON.stringify([event.resource, event.path, event.body]) })',
    },
  })
  const judge = inlineFunction(stack, 'Judge')
  Object.assign(judge.node.defaultChild as object, {
    code: {
      zipFile: `exports.handler = async (event) => ({ principalId: 'ada', context: { name: 'Ada' }, policyDocument: { Version: '2012-10-17',
        Statement: [{ Action: '*', Resource: '*', Effect: event.authorizationToken === 'yes' || event.type === 'REQUEST' ? 'Allow' : 'Deny' }] } })`,
    },
  })
  const gateway = new RestGateway(
    stack,
    'Shop',
    defineRest({
      emit,
      description: 'One of everything',
      authorizers: { token: Auth.tokenFn(judge), request: Auth.requestFn(judge, { query: ['who'] }) },
      cors: { origins: ['https://a.example', 'https://b.example'] },
      binaryMediaTypes: ['image/png'],
      throttle: { rate: 1000, burst: 1000 },
      usagePlans: { basic: { keys: [{ name: 'acme', value: 'acme-acme-acme-acme-acme' }] } },
      routes: {
        'GET /': { target: Target.mock(200, { root: true }), auth: 'open', openReason: 'a test' },
        'GET /orders/{id}': { target: Target.fn(echo), auth: 'token' },
        'POST /orders': {
          target: Target.fn(echo),
          auth: 'open',
          openReason: 'a test',
          body: ORDER,
          query: ['source'],
          headers: ['x-tenant'],
        },
        'PUT /orders/{id}': { target: Target.fn(echo), auth: 'open', openReason: 'a test', body: ORDER },
        'DELETE /orders/{id}': { target: Target.fn(echo), auth: 'iam' },
        'ANY /files/{path+}': { target: Target.fn(echo), auth: 'request' },
        'GET /files/fixed': {
          target: Target.mock(202, { fixed: '$5 #1' }, { headers: { 'x-fixed': 'yes' } }),
          auth: 'open',
          openReason: 'a test',
        },
        'GET /keys': {
          target: Target.mock(200, '$context.authorizer.principalId:$context.resourcePath'),
          auth: 'open',
          openReason: 'a test',
          apiKey: true,
        },
        'POST /jobs': { target: Target.sqs(new sqs.Queue(stack, 'Jobs')).sendMessage(), auth: 'open', openReason: 'a test' },
      },
    }),
  )
  gateway.api.addGatewayResponse('Denied', {
    type: apigateway.ResponseType.ACCESS_DENIED,
    statusCode: '404',
    templates: { 'application/json': '{"gone":"$context.error.responseType"}' },
  })
  return app
}

const json = (body: unknown, headers: Record<string, string> = {}) => ({
  method: 'POST',
  body: JSON.stringify(body),
  headers: { 'content-type': 'application/json', ...headers },
})
const GOOD = { customer: 'Ada', items: [{ sku: 'tea' }] }

const CORPUS: readonly [string, RequestInit?][] = [
  ['/'],
  ['/', { headers: { origin: 'https://b.example' } }],
  ['/', { method: 'OPTIONS', headers: { origin: 'https://b.example', 'access-control-request-method': 'GET' } }],
  ['/', { method: 'POST' }],
  ['/nothing'],
  ['/orders/1'],
  ['/orders/1', { headers: { Authorization: 'yes' } }],
  ['/orders/1', { headers: { Authorization: 'no' } }],
  ['/orders?source=web', json(GOOD, { 'x-tenant': 'a' })],
  ['/orders', json(GOOD, { 'x-tenant': 'a' })],
  ['/orders?source=web', json(GOOD)],
  ['/orders?source=web', json({ customer: '' }, { 'x-tenant': 'a' })],
  ['/orders?source=web', json({ ...GOOD, items: [{}] }, { 'x-tenant': 'a' })],
  ['/orders?source=web', json({ ...GOOD, parent: { customer: 1 } }, { 'x-tenant': 'a' })],
  ['/orders/1', { ...json({}), method: 'PUT' }],
  ['/orders/1', { ...json(GOOD), method: 'PUT' }],
  ['/orders/1', { method: 'DELETE' }],
  ['/files/a/b/c?who=ada'],
  ['/files/a/b/c'],
  ['/files/fixed'],
  ['/files/fixed', { method: 'POST' }],
  ['/keys'],
  ['/keys', { headers: { 'x-api-key': 'wrong-wrong-wrong-wrong' } }],
  ['/keys', { headers: { 'x-api-key': 'acme-acme-acme-acme-acme' } }],
  ['/jobs', json({ job: 1 })],
  ['/jobs', { method: 'POST', body: 'x', headers: { 'content-type': 'text/plain' } }],
]

async function answersOf(app: App) {
  await using gateway = await emulate(app, { clock: new Date('2026-01-01T00:00:00Z'), seed: 1 })
  const answers = []
  for (const [path, init] of CORPUS) {
    const response = await gateway.fetch(path, init)
    const headers = Object.fromEntries([...response.headers].filter(([name]) => !/^(x-amz|date|x-amzn-(requestid|trace-id))/i.test(name)))
    answers.push({ request: `${init?.method ?? 'GET'} ${path}`, status: response.status, headers, body: await response.text() })
  }
  return answers
}

test('an API answers alike, whether its parts are resources or one body', async () => {
  const [resources, openapi] = [await answersOf(appOf('resources')), await answersOf(appOf('openapi'))]
  expect(openapi).toEqual(resources)
  // The corpus meets every kind of answer.
  expect([...new Set(resources.map(({ status }) => status))].sort()).toEqual([200, 202, 204, 400, 401, 403, 404, 415, 501])
})

const PARTS = ['Resource', 'Method', 'Model', 'RequestValidator', 'Authorizer', 'GatewayResponse', 'DocumentationPart']
const partsIn = (template: Template) =>
  PARTS.reduce((count, type) => count + Object.keys(template.findResources(`AWS::ApiGateway::${type}`)).length, 0)

test('a body takes the place of all parts, keeps its references, and deploys when it changes', () => {
  const template = Template.fromStack(appOf('openapi').node.findChild('Test') as Stack)
  expect(partsIn(template)).toBe(0)
  const [[apiId, { Properties }]] = Object.entries(template.findResources('AWS::ApiGateway::RestApi')) as [[string, TemplateResource]]
  expect(Properties['FailOnWarnings']).toBe(true)
  const uri = JSON.stringify(Properties['Body']['paths']['/orders/{id}']['get']['x-amazon-apigateway-integration']['uri'])
  expect(uri).toContain('{"Fn::GetAtt":["Echo')
  const [[id, deployment]] = Object.entries(template.findResources('AWS::ApiGateway::Deployment')) as [[string, TemplateResource]]
  // The body says which deployment it belongs to: whoever lost its parts gets them back with the next deployment.
  expect(id.endsWith(Properties['Body']['info']['version'])).toBe(true)
  expect(deployment.DependsOn).toEqual([apiId])
})

const many = (count: number, pathOf: (index: number) => string): RestGatewayProps['routes'] =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`${VERBS[index % 4]} ${pathOf(index)}`, OPEN]))
const VERBS = ['GET', 'POST', 'PUT', 'DELETE']

test.each([
  ['three hundred routes on seventy-five paths fit as resources', 'resources', (index: number) => `/r${Math.floor(index / 4)}`, 376],
  ['three hundred routes on paths of their own fit as a body', 'openapi', (index: number) => `/r${index}`, 0],
  ['auto takes the body when resources would not fit', 'auto', (index: number) => `/r${index}`, 0],
  ['auto leaves resources that fit', 'auto', (index: number) => `/r${Math.floor(index / 4)}`, 376],
])('%s', (_name, emit, pathOf, parts) => {
  const { template } = synthesize({ emit, routes: many(300, pathOf) })
  expect(partsIn(template)).toBe(parts === 0 ? 0 : 375)
  expect(Object.keys(template.toJSON()['Resources']).length).toBeLessThanOrEqual(500)
  // As the CDK writes it.
  expect(JSON.stringify(template.toJSON(), undefined, 1).length).toBeLessThan(1_000_000)
})

test('three hundred functions with CORS for two origins are a template that CloudFormation takes', () => {
  const { template } = synthesize(
    { routes: { 'GET /': OPEN }, cors: { origins: ['https://a.example', 'https://b.example'] } },
    (gateway, stack) => {
      const target = Target.fn(inlineFunction(stack))
      for (let index = 0; index < 300; index++) gateway.addRoute(`GET /r${index}/{id}`, { ...OPEN, target })
    },
  )
  const json = template.toJSON()
  expect(Object.keys(json['Resources']).length).toBeLessThan(20)
  expect(JSON.stringify(json, undefined, 1).length).toBeLessThan(1_000_000)
})

test('resources that do not fit say what to write', () => {
  const declare = () => synthesize({ emit: 'resources', routes: many(300, (index) => `/r${index}`) })
  expect(declare).toThrow(/The stack holds \d+ resources, 600 of them of this API. Allowed: 500 in a stack. Fix: write emit: "openapi"/)
})

test('an API that was deployed as resources goes over to a body, and is whole again with the next deployment', async () => {
  const call = testCall()
  const cfn = bind(cloudformation.operations, call)
  const TemplateBody = (emit: string, ...keys: string[]) =>
    JSON.stringify(
      synthesize({
        emit,
        routes: Object.fromEntries(['GET /a', ...keys].map((key) => [key, OPEN])),
        accessLog: { enabled: false },
        accountLogging: false,
      }).template.toJSON(),
    )
  const paths = () => call.records.resources.list(call.records.restApis.list()[0]?.id ?? '').map(({ path }) => path)
  const served = () => {
    const { id = '' } = call.records.restApis.list()[0] ?? {}
    const { deploymentId = '' } = call.records.stages.list(id)[0] ?? {}
    return JSON.stringify(call.records.deployments.get(deploymentId, id)).match(/"path":"[^"]*"/g)
  }
  await cfn.CreateStack({ StackName: 'Shop', TemplateBody: TemplateBody('resources') })
  await cfn.UpdateStack({ StackName: 'Shop', TemplateBody: TemplateBody('openapi') })
  // CloudFormation deletes the resources that it made, which the import has taken over by their paths (facts/13, 219).
  expect(served()).toContain('"path":"/a"')
  await cfn.UpdateStack({ StackName: 'Shop', TemplateBody: TemplateBody('openapi', 'GET /b') })
  expect(paths().sort()).toEqual(['/', '/a', '/b'])
  expect(served()).toEqual(expect.arrayContaining(['"path":"/a"', '"path":"/b"']))
})

test('three hundred routes answer alike in both forms', async () => {
  const routes = many(300, (index) => `/r${Math.floor(index / 4)}`)
  const paths = Array.from({ length: 76 }, (_, index) => `/r${index}`)
  const answers = async (emit: string) => {
    const app = new App()
    new RestGateway(new Stack(app, 'Test'), 'Shop', { emit, throttle: { rate: 1000, burst: 1000 }, routes })
    await using gateway = await emulate(app)
    const ask = async (method: string, path: string) => (await gateway.fetch(path, { method })).status
    return Promise.all(paths.flatMap((path) => [...VERBS, 'PATCH'].map(async (verb) => `${verb} ${path} ${await ask(verb, path)}`)))
  }
  const resources = await answers('resources')
  expect(await answers('openapi')).toEqual(resources)
  expect(resources.filter((answer) => answer.endsWith('200'))).toHaveLength(300)
})

test('a reference to what is in the body is said before CloudFormation says it', () => {
  const declare = (emit: string) => () =>
    synthesize({ emit, routes: { 'GET /a': OPEN } }, (gateway, stack) => {
      const authorizer = new apigateway.TokenAuthorizer(stack, 'Judge', { handler: inlineFunction(stack) })
      gateway.addRoute('GET /b', { target: Target.mock(200), auth: Auth.custom(authorizer) })
      new CfnOutput(stack, 'Id', { value: authorizer.authorizerId })
    })
  expect(declare('resources')).not.toThrow()
  expect(declare('openapi')).toThrow(/Test\/Id refers to Test\/Judge\/Resource, which is in the OpenAPI body of the API and no resource/)
})

test('what a body cannot say is refused or told', () => {
  const foreign = () =>
    synthesize({ emit: 'openapi', routes: { 'GET /a': OPEN } }, (gateway) => {
      const method = gateway.route('GET /a').method.node.defaultChild as apigateway.CfnMethod
      Object.assign(method, { authorizationType: 'CUSTOM', authorizerId: 'abc123' })
    })
  expect(foreign).toThrow('guarded by an authorizer that is not of its API and stack')
  const body = { type: 'array', minItems: 1 }
  const { warnings } = synthesize({ emit: 'openapi', routes: { 'POST /a': { ...OPEN, body } } })
  expect(warnings()).toEqual([expect.stringContaining('API Gateway may not check minItems in ')])
  expect(() => synthesize({ emit: 'yaml', routes: { 'GET /a': OPEN } })).toThrow('Got: "yaml". Allowed: resources, openapi, auto')
})

test.each(['resources', 'openapi'])('what is noted of routes stays: why they are open, and that answers are shared (%s)', async (emit) => {
  const app = new App()
  const stack = new Stack(app, 'Test')
  new RestGateway(stack, 'Shop', {
    emit,
    stages: { prod: { cacheSize: '0.5' } },
    routes: {
      'GET /open/{id}': { target: Target.mock(200), auth: Auth.open('a probe') },
      'GET /shared': {
        target: Target.fn(inlineFunction(stack)),
        auth: Auth.tokenFn(inlineFunction(stack, 'Judge')),
        cache: { vary: 'shared' },
      },
    },
  })
  await using gateway = await emulate(app)
  expect((await gateway.attack()).meant).toEqual([{ route: 'GET /open/{id}', reason: 'a probe' }])
  expect(gateway.diagnostics.map(({ code }) => code)).not.toContain('cache-leaks')
})

test.each(['resources', 'openapi'])('functions of another stack answer, and the stacks depend one way (%s)', async (emit) => {
  const app = new App()
  const functions = new Stack(app, 'Functions')
  const echo = handlerOf(functions, 'Echo', "return { statusCode: 200, body: 'from afar' }")
  const stack = new Stack(app, 'Test')
  new RestGateway(stack, 'Shop', { emit, routes: { 'GET /': { ...OPEN, target: Target.fn(echo) } } })
  expect(JSON.stringify(Template.fromStack(stack).toJSON())).toMatch(/"Fn::(ImportValue|GetStackOutput)":/)
  await using gateway = await emulate(app)
  expect(await (await gateway.fetch('/')).text()).toBe('from afar')
})

test.each(['resources', 'openapi'])('an authorizer of aws-apigateway is asked (%s)', async (emit) => {
  const app = new App()
  const stack = new Stack(app, 'Test')
  const authorizer = new apigateway.TokenAuthorizer(stack, 'Auth', { handler: judgeOf(stack) })
  new RestGateway(stack, 'Shop', {
    emit,
    routes: { 'GET /': { target: Target.mock(200, '$context.authorizer.principalId'), auth: Auth.custom(authorizer) } },
  })
  await using gateway = await emulate(app)
  expect((await gateway.fetch('/')).status).toBe(401)
  expect(await (await gateway.fetch('/', { headers: { authorization: 'ada' } })).text()).toBe('ada')
})
