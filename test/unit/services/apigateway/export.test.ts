import { parse } from 'yaml'
import { emptyAccount, NO_API, oneApi, refusal } from './api'

const LAMBDA = 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:1:function:f/invocations'
const PROXY = 'https://example.com/{proxy}'
const BAD = '400 BadRequestException '

type Account = ReturnType<typeof emptyAccount>
interface Wanted {
  readonly exportType?: string
  readonly extensions?: string
  readonly accepts?: string
}

function exported({ gw }: Account, restApiId: string, { exportType = 'swagger', extensions, accepts }: Wanted = {}) {
  const parameters = extensions === undefined ? {} : { extensions }
  const answer = gw.GetExport({ restApiId, stageName: 'dev', exportType, accepts, parameters })
  const text = Buffer.from(answer.body as Uint8Array).toString()
  return { ...answer, text, document: parse(text) as Record<string, never> }
}

/** An API with something of everything that a document can say. */
function everything() {
  const api = oneApi()
  const { gw, restApiId, resource, mock } = api
  gw.UpdateRestApi({
    restApiId,
    patchOperations: [
      { op: 'replace', path: '/description', value: 'All of it' },
      { op: 'add', path: '/binaryMediaTypes/image~1png' },
      { op: 'replace', path: '/minimumCompressionSize', value: '100' },
      { op: 'replace', path: '/apiKeySource', value: 'AUTHORIZER' },
      { op: 'replace', path: '/disableExecuteApiEndpoint', value: 'true' },
      { op: 'replace', path: '/policy', value: JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Resource: 'x' }] }) },
    ],
  })
  const model = (name: string, schema: object, contentType = 'application/json') =>
    gw.CreateModel({ restApiId, name, contentType, schema: JSON.stringify(schema) })
  const url = `https://apigateway.amazonaws.com/restapis/${restApiId}/models`
  model('Pet', { $schema: 'http://json-schema.org/draft-04/schema#', type: 'object', properties: { kind: { $ref: `${url}/Kind` } } })
  model('Kind', { type: 'string', enum: ['dog', 'cat'] })
  model('Pets', { type: 'array', items: { $ref: `${url}/Pet` } })
  model('Unused', { type: 'object' })
  const token = gw.CreateAuthorizer({
    restApiId,
    name: 'token',
    type: 'TOKEN',
    authorizerUri: LAMBDA,
    identitySource: 'method.request.header.Auth',
    identityValidationExpression: '^x-',
    authorizerResultTtlInSeconds: 60,
  })
  const request = gw.CreateAuthorizer({
    restApiId,
    name: 'request',
    type: 'REQUEST',
    authorizerUri: LAMBDA,
    identitySource: 'method.request.header.A, method.request.querystring.b',
  })
  const pool = gw.CreateAuthorizer({
    restApiId,
    name: 'pool',
    type: 'COGNITO_USER_POOLS',
    providerARNs: ['arn:aws:cognito-idp:us-east-1:1:userpool/p'],
    identitySource: 'method.request.header.Authorization',
  })
  const validator = gw.CreateRequestValidator({ restApiId, name: 'body', validateRequestBody: true })
  gw.CreateRequestValidator({ restApiId, name: 'body', validateRequestParameters: true })
  gw.PutGatewayResponse({ restApiId, responseType: 'DEFAULT_4XX', responseParameters: { 'gatewayresponse.header.X': "'x'" } })
  gw.PutGatewayResponse({ restApiId, responseType: 'ACCESS_DENIED', statusCode: '404', responseTemplates: { 'text/plain': 'no' } })

  const pets = { restApiId, resourceId: resource('/pets') }
  const list = { ...pets, httpMethod: 'GET' }
  gw.PutMethod({
    ...list,
    authorizationType: 'CUSTOM',
    authorizerId: token.id,
    apiKeyRequired: true,
    operationName: 'ListPets',
    requestParameters: { 'method.request.header.X-Trace': false, 'method.request.querystring.page': true },
  })
  gw.PutMethodResponse({
    ...list,
    statusCode: '200',
    responseModels: { 'application/json': 'Pets' },
    responseParameters: { 'method.response.header.X-Total': false },
  })
  gw.PutMethodResponse({ ...list, statusCode: '404' })
  gw.PutIntegration({
    ...list,
    type: 'HTTP',
    integrationHttpMethod: 'GET',
    uri: 'https://example.com/pets',
    requestParameters: { 'integration.request.querystring.page': 'method.request.querystring.page' },
    timeoutInMillis: 5000,
    cacheKeyParameters: ['method.request.querystring.page'],
    tlsConfig: { insecureSkipVerification: true },
  })
  gw.PutIntegrationResponse({
    ...list,
    statusCode: '200',
    responseParameters: { 'method.response.header.X-Total': 'integration.response.header.Total' },
    responseTemplates: { 'application/json': '$input.body' },
  })
  gw.PutIntegrationResponse({ ...list, statusCode: '404', selectionPattern: '4\\d{2}', contentHandling: 'CONVERT_TO_TEXT' })
  const add = { ...pets, httpMethod: 'POST' }
  gw.PutMethod({
    ...add,
    authorizationType: 'COGNITO_USER_POOLS',
    authorizerId: pool.id,
    authorizationScopes: ['pets/write'],
    requestModels: { 'application/json': 'Pet' },
    requestValidatorId: validator.id,
  })
  gw.PutIntegration({ ...add, type: 'AWS_PROXY', integrationHttpMethod: 'POST', uri: LAMBDA, credentials: 'arn:aws:iam::1:role/r' })
  const any = { restApiId, resourceId: resource('/files/{proxy+}'), httpMethod: 'ANY' }
  gw.PutMethod({ ...any, authorizationType: 'AWS_IAM', requestParameters: { 'method.request.path.proxy': true } })
  gw.PutIntegration({
    ...any,
    type: 'HTTP_PROXY',
    integrationHttpMethod: 'ANY',
    uri: PROXY,
    connectionType: 'VPC_LINK',
    connectionId: 'link01',
    requestParameters: { 'integration.request.path.proxy': 'method.request.path.proxy' },
  })
  const options = mock('/pets', 'OPTIONS')
  gw.PutIntegration({ ...options, type: 'MOCK', requestTemplates: { 'application/json': '{"statusCode": 200}' } })
  gw.PutMethodResponse({ ...options, statusCode: '200', responseModels: { 'application/json': 'Empty' } })
  gw.PutIntegrationResponse({ ...options, statusCode: '200' })
  gw.CreateDocumentationPart({ restApiId, location: { type: 'METHOD', path: '/pets' }, properties: '{"summary":"Pets"}' })
  gw.CreateDocumentationPart({ restApiId, location: { type: 'MODEL', name: 'Pet.kind' }, properties: '{"description":"Which"}' })
  gw.CreateDeployment({ restApiId, stageName: 'dev' })
  gw.CreateDocumentationVersion({ restApiId, documentationVersion: '1', stageName: 'dev' })
  gw.CreateDocumentationPart({ restApiId, location: { type: 'API' }, properties: '{"description":"later"}' })
  return { ...api, request }
}

test('OpenAPI 2.0 without extensions', () => {
  const account = everything()
  const { contentType, contentDisposition, document } = exported(account, account.restApiId)
  expect([contentType, contentDisposition]).toEqual([
    'application/octet-stream',
    'attachment; filename="swagger_2026-01-02T03:04:05Z.json"',
  ])
  expect(document).toEqual({
    swagger: '2.0',
    info: { description: 'All of it', version: '2026-01-02T03:04:05Z', title: 'api' },
    host: `${account.restApiId}.execute-api.us-east-1.amazonaws.com`,
    basePath: '/dev',
    schemes: ['https'],
    paths: {
      '/files/{proxy+}': {
        'x-amazon-apigateway-any-method': {
          parameters: [{ name: 'proxy', in: 'path', required: true, type: 'string' }],
          responses: {},
          security: [{ sigv4: [] }],
        },
      },
      '/pets': {
        get: {
          summary: 'Pets',
          operationId: 'ListPets',
          produces: ['application/json'],
          parameters: [
            { name: 'page', in: 'query', required: true, type: 'string' },
            { name: 'X-Trace', in: 'header', required: false, type: 'string' },
          ],
          responses: {
            200: { description: '200 response', schema: { $ref: '#/definitions/Pets' }, headers: { 'X-Total': { type: 'string' } } },
            404: { description: '404 response' },
          },
          security: [{ token: [] }, { api_key: [] }],
        },
        post: {
          summary: 'Pets',
          consumes: ['application/json'],
          parameters: [{ in: 'body', name: 'Pet', required: true, schema: { $ref: '#/definitions/Pet' } }],
          responses: {},
          security: [{ pool: ['pets/write'] }],
        },
        options: {
          summary: 'Pets',
          consumes: ['application/json'],
          produces: ['application/json'],
          responses: { 200: { description: '200 response', schema: { $ref: '#/definitions/Empty' } } },
        },
      },
    },
    securityDefinitions: {
      token: { type: 'apiKey', name: 'Auth', in: 'header', 'x-amazon-apigateway-authtype': 'custom' },
      pool: { type: 'apiKey', name: 'Authorization', in: 'header', 'x-amazon-apigateway-authtype': 'cognito_user_pools' },
      api_key: { type: 'apiKey', name: 'x-api-key', in: 'header' },
      sigv4: { type: 'apiKey', name: 'Authorization', in: 'header', 'x-amazon-apigateway-authtype': 'awsSigv4' },
    },
    definitions: {
      Empty: { title: 'Empty Schema', type: 'object' },
      Pet: { type: 'object', properties: { kind: { $ref: '#/definitions/Kind', description: 'Which' } } },
      Kind: { type: 'string', enum: ['dog', 'cat'] },
      Pets: { type: 'array', items: { $ref: '#/definitions/Pet' } },
    },
  })
  expect(Object.keys(document)).toEqual(['swagger', 'info', 'host', 'basePath', 'schemes', 'paths', 'securityDefinitions', 'definitions'])
  expect(Object.keys(document['paths']?.['/pets'] ?? {})).toEqual(['get', 'post', 'options'])
})

test('OpenAPI 3.0 with the extensions of API Gateway', () => {
  const account = everything()
  const { contentDisposition, document } = exported(account, account.restApiId, { exportType: 'oas30', extensions: 'apigateway' })
  expect(contentDisposition).toBe('attachment; filename="oas30_2026-01-02T03:04:05Z.json"')
  expect(document).toMatchObject({
    openapi: '3.0.1',
    info: { title: 'api', description: 'All of it', version: '2026-01-02T03:04:05Z' },
    servers: [
      {
        url: `https://${account.restApiId}.execute-api.us-east-1.amazonaws.com/{basePath}`,
        variables: { basePath: { default: 'dev' } },
        'x-amazon-apigateway-endpoint-configuration': { disableExecuteApiEndpoint: true },
      },
    ],
    'x-amazon-apigateway-binary-media-types': ['image/png'],
    'x-amazon-apigateway-minimum-compression-size': 100,
    'x-amazon-apigateway-api-key-source': 'AUTHORIZER',
    'x-amazon-apigateway-policy': { Version: '2012-10-17' },
    'x-amazon-apigateway-request-validators': {
      body: { validateRequestBody: true, validateRequestParameters: false },
      'body-2': { validateRequestBody: false, validateRequestParameters: true },
    },
    'x-amazon-apigateway-gateway-responses': {
      DEFAULT_4XX: { responseParameters: { 'gatewayresponse.header.X': "'x'" } },
      ACCESS_DENIED: { statusCode: 404, responseTemplates: { 'text/plain': 'no' } },
    },
    'x-amazon-apigateway-documentation': {
      version: '1',
      createdDate: '2026-01-02T03:04:05Z',
      documentationParts: [{ location: { type: 'METHOD', path: '/pets', method: '*' }, properties: { summary: 'Pets' } }, {}],
    },
  })
  expect(document['x-amazon-apigateway-gateway-responses']?.['DEFAULT_4XX']).not.toHaveProperty('responseTemplates')
  const pets = document['paths']?.['/pets'] as unknown as Record<string, object>
  expect(pets['get']).toEqual({
    summary: 'Pets',
    operationId: 'ListPets',
    parameters: [
      { name: 'page', in: 'query', required: true, schema: { type: 'string' } },
      { name: 'X-Trace', in: 'header', schema: { type: 'string' } },
    ],
    responses: {
      200: {
        description: '200 response',
        headers: { 'X-Total': { schema: { type: 'string' } } },
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Pets' } } },
      },
      404: { description: '404 response', content: {} },
    },
    security: [{ token: [] }, { api_key: [] }],
    'x-amazon-apigateway-integration': {
      type: 'http',
      httpMethod: 'GET',
      uri: 'https://example.com/pets',
      responses: {
        default: {
          statusCode: '200',
          responseParameters: { 'method.response.header.X-Total': 'integration.response.header.Total' },
          responseTemplates: { 'application/json': '$input.body' },
        },
        '4\\d{2}': { statusCode: '404', contentHandling: 'CONVERT_TO_TEXT' },
      },
      requestParameters: { 'integration.request.querystring.page': 'method.request.querystring.page' },
      passthroughBehavior: 'when_no_match',
      timeoutInMillis: 5000,
      cacheNamespace: account.resource('/pets'),
      cacheKeyParameters: ['method.request.querystring.page'],
      tlsConfig: { insecureSkipVerification: true },
    },
  })
  expect(pets['post']).toMatchObject({
    requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Pet' } } }, required: true },
    'x-amazon-apigateway-request-validator': 'body',
    'x-amazon-apigateway-integration': { type: 'aws_proxy', credentials: 'arn:aws:iam::1:role/r', httpMethod: 'POST', uri: LAMBDA },
  })
  expect(pets['options']?.['x-amazon-apigateway-integration' as never]).toEqual({
    type: 'mock',
    responses: { default: { statusCode: '200' } },
    requestTemplates: { 'application/json': '{"statusCode": 200}' },
    passthroughBehavior: 'when_no_match',
  })
  const components = document['components'] as unknown as Record<string, Record<string, object>>
  expect(Object.keys(components['schemas'] ?? {})).toEqual(['Empty', 'Pet', 'Kind', 'Pets'])
  expect(components['securitySchemes']?.['request']).toEqual({
    type: 'apiKey',
    name: 'Unused',
    in: 'header',
    'x-amazon-apigateway-authtype': 'custom',
    'x-amazon-apigateway-authorizer': {
      type: 'request',
      authorizerUri: LAMBDA,
      identitySource: 'method.request.header.A, method.request.querystring.b',
    },
  })
})

test.each<[string, string[]]>([
  ['integrations', ['integration']],
  ['authorizers', ['authorizer']],
  ['validators', ['request-validator', 'request-validators']],
  ['gatewayresponses', ['gateway-responses']],
  ['documentation', ['documentation']],
  ['postman', ['x-postman-meta']],
  ['integrations, validators', ['integration', 'request-validator', 'request-validators']],
])('the extension %s shows %j', (extensions, shown) => {
  const account = everything()
  const names = (text: string) => new Set(text.match(/x-amazon-apigateway-[a-z-]+|x-postman-meta/g) ?? [])
  const plain = names(exported(account, account.restApiId).text)
  const added = [...names(exported(account, account.restApiId, { extensions }).text)].filter((name) => !plain.has(name))
  expect(added.map((name) => name.replace('x-amazon-apigateway-', '')).toSorted()).toEqual(shown)
})

/** Documents whose import makes APIs of other kinds than the one above. */
const documents: readonly object[] = [
  { openapi: '3.0.1', info: { title: 'empty', version: '1' }, paths: { '/': { get: { responses: {} } } } },
  {
    swagger: '2.0',
    info: { title: 'inline', version: '2' },
    paths: {
      '/a/{b}': {
        parameters: [{ name: 'q', in: 'query', type: 'string' }],
        post: {
          consumes: ['application/json', 'application/vnd.x+json'],
          parameters: [{ in: 'body', name: 'body', schema: { type: 'object', properties: { n: { $ref: '#/definitions/N' } } } }],
          responses: { 200: { schema: { $ref: '#/definitions/N' } }, 400: {} },
          'x-amazon-apigateway-integration': {
            type: 'aws',
            httpMethod: 'POST',
            uri: 'arn:aws:apigateway:us-east-1:sqs:path/q',
            passthroughBehavior: 'never',
            requestTemplates: { 'application/json': 'a', 'text/plain': '' },
            responses: { default: { statusCode: 200 }, '5..': { statusCode: 400, responseTemplates: { 'text/html': null } } },
          },
        },
      },
    },
    definitions: { N: { type: 'object', properties: { again: { $ref: '#/definitions/N' } } } },
    'x-amazon-apigateway-request-validator': 'v',
    'x-amazon-apigateway-request-validators': { v: { validateRequestBody: true } },
  },
]

test.each([0, 1, 2])('export, import, export: the same document (API %#)', (number) => {
  const source = number === 0 ? everything() : emptyAccount()
  const { gw } = source
  const first =
    number === 0 ? (source as ReturnType<typeof everything>).restApiId : gw.ImportRestApi({ body: asBody(documents[number - 1]) }).id
  if (number > 0) deployed(first)
  for (const wanted of [
    { exportType: 'swagger', extensions: 'apigateway' },
    { exportType: 'oas30', extensions: 'apigateway' },
    { exportType: 'oas30', extensions: 'apigateway', accepts: 'application/yaml' },
  ]) {
    const one = exported(source, first, wanted)
    const again = gw.ImportRestApi({ body: Buffer.from(one.text), failOnWarnings: true })
    deployed(again.id, number === 0)
    const two = exported(source, again.id, wanted)
    expect(two.text.replaceAll(again.id, first)).toBe(one.text)
    gw.PutRestApi({ restApiId: again.id, mode: 'overwrite', body: Buffer.from(two.text) })
    deployed(again.id)
    expect(exported(source, again.id, wanted).text).toBe(two.text)
  }

  function deployed(restApiId: string, documented = false) {
    for (const { id, resourceMethods } of gw.GetResources({ restApiId, embed: ['methods'] }).items) {
      for (const [httpMethod, method] of Object.entries(resourceMethods ?? {})) {
        if (method.methodIntegration === undefined) gw.PutIntegration({ restApiId, resourceId: id as string, httpMethod, type: 'MOCK' })
      }
    }
    gw.CreateDeployment({ restApiId, stageName: 'dev' })
    if (documented) gw.CreateDocumentationVersion({ restApiId, documentationVersion: '1', stageName: 'dev' })
  }
})

test('documentation is put where OpenAPI has a place for it', () => {
  const account = everything()
  const { gw, restApiId } = account
  const part = (location: object, properties: object) =>
    gw.CreateDocumentationPart({ restApiId, location: location as never, properties: JSON.stringify(properties) })
  const pets = { path: '/pets', method: 'GET' }
  gw.DeleteDocumentationPart({
    restApiId,
    documentationPartId: gw.GetDocumentationParts({ restApiId, type: 'API' }).items[0]?.id,
  })
  part({ type: 'API' }, { info: { description: 'told', contact: { name: 'me' } }, tags: [{ name: 't' }] })
  part({ type: 'METHOD', ...pets }, { description: 'closer', tags: ['t'] })
  part({ type: 'QUERY_PARAMETER', ...pets, name: 'page' }, { description: 'which page' })
  part({ type: 'RESPONSE', method: 'GET', statusCode: '200' }, { description: 'fine' })
  part({ type: 'RESPONSE_HEADER', ...pets, name: 'X-Total' }, { description: 'how many' })
  part({ type: 'REQUEST_BODY', path: '/pets' }, { description: 'a pet' })
  part({ type: 'AUTHORIZER', name: 'token' }, { description: 'ours' })
  part({ type: 'MODEL', name: 'Kind' }, { description: 'kinds' })
  gw.CreateDocumentationVersion({ restApiId, documentationVersion: '2', stageName: 'dev' })
  const { document } = exported(account, restApiId)
  expect(document).toMatchObject({
    info: { title: 'api', description: 'told', contact: { name: 'me' } },
    tags: [{ name: 't' }],
    paths: {
      '/pets': {
        get: {
          summary: 'Pets',
          description: 'closer',
          tags: ['t'],
          parameters: [{ name: 'page', description: 'which page' }, {}],
          responses: {
            200: { description: 'fine', headers: { 'X-Total': { description: 'how many' } } },
            404: { description: '404 response' },
          },
        },
        post: { parameters: [{ in: 'body', description: 'a pet' }] },
      },
    },
    securityDefinitions: { token: { description: 'ours' } },
    definitions: { Kind: { description: 'kinds' } },
  })
})

test('YAML says the same as JSON', () => {
  const account = everything()
  const [json, yaml] = ['application/json', 'application/yaml'].map((accepts) => exported(account, account.restApiId, { accepts }))
  expect(yaml?.document).toEqual(json?.document)
  expect(yaml?.text.startsWith('swagger: "2.0"\n')).toBe(true)
  expect(yaml?.contentDisposition).toContain('.yaml"')
})

test('a stage exports what it serves, not what came later', () => {
  const account = oneApi()
  account.mock('/one')
  account.gw.CreateDeployment({ restApiId: account.restApiId, stageName: 'dev' })
  account.mock('/two')
  const { document } = exported(account, account.restApiId)
  expect(Object.keys(document['paths'] ?? {})).toEqual(['/one'])
  expect(document).not.toHaveProperty('definitions')
  expect(exported(account, account.restApiId, { exportType: 'oas30' }).document['components']).toEqual({})
})

test('GetExport refuses', () => {
  const account = oneApi()
  const { gw, restApiId, resource } = account
  const place = account.mock('/one')
  gw.CreateDeployment({ restApiId, stageName: 'dev' })
  const get = (members: object) => refusal(() => gw.GetExport({ restApiId, stageName: 'dev', exportType: 'swagger', ...members }))
  expect(get({ restApiId: 'nope' })).toBe(NO_API)
  expect(get({ stageName: 'nope' })).toBe('404 NotFoundException Invalid stage identifier specified')
  expect(get({ exportType: 'raml' })).toContain(BAD)
  expect(get({ parameters: { extensions: 'integrations,nope' } })).toContain('nope')
  gw.CreateModel({ restApiId, name: 'Xml', contentType: 'application/xml', schema: '<a/>' })
  gw.PutMethod({
    ...place,
    httpMethod: 'POST',
    resourceId: resource('/one'),
    authorizationType: 'NONE',
    requestModels: { 'application/xml': 'Xml' },
  })
  gw.PutIntegration({ ...place, httpMethod: 'POST', type: 'MOCK' })
  gw.CreateDeployment({ restApiId, stageName: 'dev' })
  expect(get({})).toBe(`${BAD}Only found non-JSON body models for POST /one`)
})

function asBody(document: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(document))
}
