import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { App, Duration, Stack } from 'aws-cdk-lib'
import { Template } from 'aws-cdk-lib/assertions'
import { emulate } from '../../../emulator/testing/index'
import { Auth, type OpenApiSource, RestGateway, Target } from '../../../lib'
import { inlineFunction, OPEN, synthesize, type TemplateResource } from './synthesize'

const directory = mkdtempSync(join(tmpdir(), 'portico-openapi-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

const PETS = `
openapi: 3.0.3
info: { title: Pets, version: 2.1.0, description: An API of pets }
security: [{ key: [] , signed: [] }]
paths:
  /pets:
    parameters: [{ name: x-tenant, in: header, required: true, schema: { type: string } }, { name: Authorization, in: header, required: true, schema: { type: string } }]
    get:
      operationId: listPets
      summary: All pets
      parameters: [{ $ref: '#/components/parameters/limit' }, { name: page, in: query, schema: { type: integer } }]
      responses: { '200': { description: pets } }
    post:
      operationId: createPet
      security: []
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/Pet' } } } }
      responses: { '201': { description: a pet } }
  /pets/{id}:
    get:
      security: [{ signed: [] }]
      responses: { '200': { description: a pet } }
components:
  parameters: { limit: { name: limit, in: query, required: true, schema: { type: integer } } }
  schemas:
    Pet: { type: object, required: [name], properties: { name: { type: string, nullable: true }, friends: { type: array, items: { $ref: '#/components/schemas/Pet' } } } }
  securitySchemes:
    key: { type: apiKey, name: x-api-key, in: header }
    signed: { type: apiKey, name: Authorization, in: header }
`
const file = join(directory, 'pets.yaml')
writeFileSync(file, PETS)
const targets = { listPets: Target.mock(200, []), createPet: Target.mock(201), 'GET /pets/{id}': Target.mock(200, { name: 'Ada' }) }
const source: OpenApiSource = {
  file,
  targets,
  authorizers: { signed: Auth.iam() },
  options: { createPet: { timeout: Duration.seconds(3) } },
}

test('an API that a document declares is answered by targets of its operations', async () => {
  const app = new App()
  const stack = new Stack(app, 'Test')
  const gateway = RestGateway.fromOpenApi(stack, 'Pets', source, { throttle: { rate: 5, burst: 5 } })
  expect(gateway.route('GET /pets').method.httpMethod).toBe('GET')
  const template = Template.fromStack(stack)
  const methods = Object.values(template.findResources('AWS::ApiGateway::Method')) as TemplateResource[]
  expect(
    methods.map(({ Properties: p, Metadata }) => [
      p['HttpMethod'],
      p['AuthorizationType'],
      p['ApiKeyRequired'],
      p['OperationName'],
      Metadata?.['portico:description'],
    ]),
  ).toEqual([
    ['GET', 'AWS_IAM', true, 'listPets', 'All pets'],
    ['POST', 'NONE', false, 'createPet', undefined],
    ['GET', 'AWS_IAM', false, undefined, undefined],
  ])
  expect(methods[0]?.Properties['RequestParameters']).toEqual({
    'method.request.querystring.limit': true,
    'method.request.header.x-tenant': true,
  })
  expect(methods[1]?.Properties['Integration'].TimeoutInMillis).toBe(3000)
  expect(Object.values(template.findResources('AWS::ApiGateway::RestApi'))[0]).toMatchObject({
    Properties: { Name: 'Pets', Description: 'An API of pets' },
  })
  await using served = await emulate(app)
  const post = async (body: unknown) =>
    (
      await served.fetch('/pets', {
        method: 'POST',
        headers: { 'x-tenant': 'a', 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
    ).status
  expect([await post({ name: null }), await post({ name: 'Ada', friends: [{}] }), await post({})]).toEqual([201, 400, 400])
  expect((await served.fetch('/pets/1')).status).toBe(403)
})

test.each<[string, Partial<OpenApiSource>, string]>([
  ['an operation without target', { targets: {} }, 'Nothing answers "GET /pets" of the document. Got: "listPets"'],
  [
    'a target without operation',
    { targets: { ...targets, listDogs: OPEN.target } },
    'A target is for an operation that the document does not have. Got: "listDogs"',
  ],
  ['options without operation', { options: { listDogs: {} } }, 'A set of options is for an operation that the document does not have'],
  [
    'a security without authorization',
    { authorizers: {} },
    '"GET /pets" of the document asks for a security that nothing stands for. Got: "signed"',
  ],
  ['no document', { file: 'nothing.yaml' }, 'The OpenAPI document is not there. Got: "nothing.yaml"'],
  ['a document of another kind', { document: { swagger: '2.0' } }, 'The document is not OpenAPI 3. Got: "2.0"'],
  [
    'a choice of securities',
    { document: { openapi: '3.1.0', paths: { '/a': { get: { operationId: 'listPets', security: [{ a: [] }, { b: [] }] } } } } },
    'leaves callers a choice of securities',
  ],
])('a mistake is said: %s', (_name, change, message) => {
  expect(() => RestGateway.fromOpenApi(new Stack(), 'Pets', { ...source, ...change })).toThrow(message)
})

test('a broken document is said with its place', () => {
  const broken = join(directory, 'broken.yaml')
  writeFileSync(broken, 'openapi: [3')
  expect(() => RestGateway.fromOpenApi(new Stack(), 'Pets', { ...source, file: broken })).toThrow(/cannot be read: .* at line 1/)
})

test('an API tells its clients what it is, without what is API Gateway’s', () => {
  const stack = new Stack()
  const handler = inlineFunction(stack)
  const body = { type: 'object', properties: { next: { $ref: '#' } } }
  const gateway = new RestGateway(stack, 'Shop', {
    description: 'A shop',
    defaultAuth: Auth.tokenFn(handler),
    cors: { origins: ['*'] },
    usagePlans: { basic: { keys: [{ name: 'acme' }] } },
    routes: {
      'GET /orders/{id}': { target: Target.fn(handler), description: 'One order', operationName: 'getOrder' },
      'POST /orders': { target: Target.mock(201), body, apiKey: true, query: ['dry'] },
      'GET /health': OPEN,
      'ANY /files/{path+}': { target: Target.fn(handler), auth: Auth.requestFn(handler, { query: ['token'] }) },
    },
  })
  const document = gateway.toOpenApi('3.2.1') as {
    paths: Record<string, Record<string, unknown>>
    info: object
    components: Record<string, Record<string, unknown>>
  }
  const text = JSON.stringify(document)
  expect(text).not.toMatch(/x-amazon|Fn::|"Ref"/)
  expect(document.info).toEqual({ title: 'Shop', description: 'A shop', version: '3.2.1' })
  expect(Object.keys(document.paths)).toEqual(['/files/{path}', '/health', '/orders', '/orders/{id}'])
  // Preflights are for browsers; ANY is every verb that nothing else answers.
  expect(Object.keys(document.paths['/orders'] ?? {})).toEqual(['post'])
  expect(Object.keys(document.paths['/files/{path}'] ?? {}).sort()).toEqual(['delete', 'get', 'head', 'patch', 'post', 'put'])
  expect(document.paths['/orders/{id}']?.['get']).toEqual({
    description: 'One order',
    operationId: 'getOrder',
    parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
    responses: { default: { description: 'What the backend answers' } },
    security: [{ Default: [] }],
  })
  const [model] = Object.keys(document.components['schemas'] ?? {})
  expect(document.components['schemas']).toEqual({
    [`${model}`]: { type: 'object', properties: { next: { $ref: `#/components/schemas/${model}` } } },
  })
  expect(document.paths['/orders']?.['post']).toMatchObject({
    requestBody: { required: true, content: { 'application/json': { schema: { $ref: `#/components/schemas/${model}` } } } },
    security: [{ Default: [], api_key: [] }],
  })
  expect(document.components['securitySchemes']).toEqual({
    Default: { type: 'http', scheme: 'bearer' },
    'ANY-files-path-': { type: 'apiKey', name: 'token', in: 'query' },
    api_key: { type: 'apiKey', name: 'x-api-key', in: 'header' },
  })
  // What clients are told declares the same API again.
  const again = { ...targets, getOrder: OPEN.target, 'POST /orders': OPEN.target, 'GET /health': OPEN.target }
  const verbs = ['DELETE', 'GET', 'HEAD', 'PATCH', 'POST', 'PUT'].map((verb) => [`${verb} /files/{path}`, OPEN.target])
  const { listPets: _1, createPet: _2, 'GET /pets/{id}': _3, ...declared } = again
  const copy = RestGateway.fromOpenApi(
    new Stack(),
    'Copy',
    {
      document,
      targets: { ...declared, ...Object.fromEntries(verbs) },
      authorizers: { Default: Auth.iam(), 'ANY-files-path-': Auth.iam() },
    },
    { defaultAuth: Auth.open('a test') },
  )
  expect(copy.route('POST /orders').path).toBe('/orders')
})

test.each(['resources', 'openapi'])('descriptions are published with each stage, anew when they change (%s)', (emit) => {
  const published = (description: string) => {
    const made = synthesize({
      emit,
      documentation: true,
      description: 'A shop',
      routes: { 'GET /a': { ...OPEN, description }, 'ANY /b': { ...OPEN, description: 'B' } },
    })
    return { made, version: made.only('AWS::ApiGateway::DocumentationVersion'), stage: made.only('AWS::ApiGateway::Stage') }
  }
  const { made, version, stage } = published('First')
  expect(stage.Properties['DocumentationVersion']).toBe(version.Properties['DocumentationVersion'])
  expect(stage.DependsOn).toContain(version.id)
  const parts =
    emit === 'resources'
      ? made.all('AWS::ApiGateway::DocumentationPart').map(({ Properties: p }) => [p['Location'], JSON.parse(p['Properties'])])
      : made
          .only('AWS::ApiGateway::RestApi')
          .Properties['Body']['x-amazon-apigateway-documentation'].documentationParts.map(
            ({ location, properties }: { location: Record<string, string>; properties: object }) => [
              Object.fromEntries(Object.entries(location).map(([name, value]) => [name[0]?.toUpperCase() + name.slice(1), value])),
              properties,
            ],
          )
  expect(parts).toEqual([
    [{ Type: 'API' }, { description: 'A shop' }],
    [{ Type: 'METHOD', Path: '/a', Method: 'GET' }, { description: 'First' }],
    [{ Type: 'METHOD', Path: '/b', Method: '*' }, { description: 'B' }],
  ])
  expect(published('Second').version.id).not.toBe(version.id)
  expect(published('First').version.id).toBe(version.id)
})
