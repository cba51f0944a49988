import { stringify } from 'yaml'
import { emptyAccount, NO_API, refusal } from './api'

const LAMBDA = 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:1:function:f/invocations'
const MOCK = { type: 'mock', requestTemplates: { 'application/json': '{"statusCode": 200}' }, responses: { default: { statusCode: 200 } } }
const bytes = (document: unknown) => Buffer.from(typeof document === 'string' ? document : JSON.stringify(document))

function imported(document: unknown, input: object = {}) {
  const account = emptyAccount()
  const { gw } = account
  const api = gw.ImportRestApi({ body: bytes(document), ...input })
  const restApiId = api.id
  const resources = () => gw.GetResources({ restApiId, embed: ['methods'], limit: 500 }).items
  const method = (path: string, httpMethod: string) => resources().find((resource) => resource.path === path)?.resourceMethods?.[httpMethod]
  const paths = () => resources().map(({ path, resourceMethods }) => [path, ...Object.keys(resourceMethods ?? {})].join(' '))
  return { ...account, api, restApiId, resources, method, paths }
}

const swagger = {
  swagger: '2.0',
  info: { title: 'PetStore', version: '1.0', description: 'Pets' },
  basePath: '/base/part',
  consumes: ['application/json'],
  parameters: { page: { name: 'page', in: 'query', required: false, type: 'string' } },
  paths: {
    '/': {
      get: {
        responses: { 200: { description: 'ok', headers: { 'Content-Type': { type: 'string' } } } },
        'x-amazon-apigateway-integration': MOCK,
      },
    },
    '/pets': {
      parameters: [{ $ref: '#/parameters/page' }],
      get: {
        security: [{ tok: [] }],
        responses: {
          200: {
            description: 'ok',
            schema: { $ref: '#/definitions/Pets' },
            headers: { 'Access-Control-Allow-Origin': { type: 'string' } },
          },
        },
        'x-amazon-apigateway-integration': {
          type: 'http',
          httpMethod: 'get',
          uri: 'http://petstore.example.com/petstore/pets',
          passthroughBehavior: 'when_no_match',
          requestParameters: { 'integration.request.querystring.page': 'method.request.querystring.page' },
          responses: {
            default: { statusCode: '200', responseParameters: { 'method.response.header.Access-Control-Allow-Origin': "'*'" } },
            '4\\d{2}': { statusCode: 400, responseTemplates: { 'application/json': null } },
          },
        },
      },
      post: {
        operationId: 'CreatePet',
        parameters: [{ in: 'body', name: 'Pet', required: true, schema: { $ref: '#/definitions/Pet' } }],
        responses: { 200: { description: 'ok' } },
        'x-amazon-apigateway-integration': { type: 'aws_proxy', httpMethod: 'POST', uri: LAMBDA, contentHandling: 'CONVERT_TO_TEXT' },
      },
    },
    '/pets/{petId}': { 'x-amazon-apigateway-any-method': { responses: {}, 'x-amazon-apigateway-integration': MOCK } },
  },
  securityDefinitions: {
    tok: {
      type: 'apiKey',
      name: 'Auth',
      in: 'header',
      'x-amazon-apigateway-authtype': 'oauth2',
      'x-amazon-apigateway-authorizer': {
        type: 'token',
        authorizerUri: 'arn',
        identityValidationExpression: '^x-[a-z]+',
        authorizerResultTtlInSeconds: 60,
      },
    },
    unused: {
      type: 'apiKey',
      name: 'Unused',
      in: 'header',
      'x-amazon-apigateway-authtype': 'custom',
      'x-amazon-apigateway-authorizer': { type: 'request', authorizerUri: 'arn', identitySource: 'method.request.querystring.q' },
    },
  },
  definitions: {
    Pet: { type: 'object', description: 'A pet', properties: { friends: { $ref: '#/definitions/Pets' } } },
    Pets: { type: 'array', items: { $ref: '#/definitions/Pet' } },
  },
}

test('OpenAPI 2.0: the API, its resources, methods and integrations', () => {
  const { api, paths, method, resources } = imported(swagger)
  expect(api).toEqual({
    id: api.id,
    name: 'PetStore',
    description: 'Pets',
    version: '1.0',
    createdDate: new Date('2026-01-02T03:04:05Z'),
    apiKeySource: 'HEADER',
    endpointConfiguration: { types: ['EDGE'], ipAddressType: 'ipv4' },
    disableExecuteApiEndpoint: false,
    rootResourceId: resources()[0]?.id,
  })
  expect(paths()).toEqual(['/ GET', '/pets GET POST', '/pets/{petId} ANY'])
  const root = resources()[0]?.id
  expect(method('/', 'GET')).toEqual({
    httpMethod: 'GET',
    authorizationType: 'NONE',
    apiKeyRequired: false,
    methodResponses: { '200': { statusCode: '200', responseParameters: { 'method.response.header.Content-Type': false } } },
    methodIntegration: {
      type: 'MOCK',
      requestTemplates: { 'application/json': '{"statusCode": 200}' },
      passthroughBehavior: 'WHEN_NO_MATCH',
      timeoutInMillis: 29000,
      cacheNamespace: root,
      cacheKeyParameters: [],
      integrationResponses: { '200': { statusCode: '200' } },
    },
  })
  expect(method('/pets', 'GET')).toMatchObject({
    requestParameters: { 'method.request.querystring.page': false },
    methodResponses: { '200': { responseModels: { 'application/json': 'Pets' } } },
    methodIntegration: {
      type: 'HTTP',
      httpMethod: 'GET',
      connectionType: 'INTERNET',
      requestParameters: { 'integration.request.querystring.page': 'method.request.querystring.page' },
      integrationResponses: {
        '200': { statusCode: '200', responseParameters: { 'method.response.header.Access-Control-Allow-Origin': "'*'" } },
        '400': { statusCode: '400', selectionPattern: '4\\d{2}', responseTemplates: { 'application/json': '' } },
      },
    },
  })
  expect(method('/pets', 'GET')?.methodIntegration?.integrationResponses?.['200']).not.toHaveProperty('selectionPattern')
  expect(method('/pets', 'POST')).toMatchObject({
    operationName: 'CreatePet',
    requestModels: { 'application/json': 'Pet' },
    methodIntegration: { type: 'AWS_PROXY', uri: LAMBDA, contentHandling: 'CONVERT_TO_TEXT' },
  })
  expect(method('/pets/{petId}', 'ANY')).toMatchObject({ requestParameters: { 'method.request.path.petId': true } })
})

test('OpenAPI 2.0: models with references, authorizers used or not', () => {
  const { gw, restApiId, method } = imported(swagger)
  const models = gw.GetModels({ restApiId }).items
  const reference = (name: string) => ({ $ref: `https://apigateway.amazonaws.com/restapis/${restApiId}/models/${name}` })
  expect(
    models.map(({ name, description, schema, contentType }) => [name, description, JSON.parse(schema as string), contentType]),
  ).toEqual([
    ['Pet', 'A pet', { type: 'object', description: 'A pet', properties: { friends: reference('Pets') } }, 'application/json'],
    ['Pets', undefined, { type: 'array', items: reference('Pet') }, 'application/json'],
  ])
  const authorizers = gw.GetAuthorizers({ restApiId }).items
  expect(authorizers).toEqual([
    {
      id: method('/pets', 'GET')?.authorizerId,
      name: 'tok',
      type: 'TOKEN',
      authType: 'oauth2',
      authorizerUri: 'arn',
      identitySource: 'method.request.header.Auth',
      identityValidationExpression: '^x-[a-z]+',
      authorizerResultTtlInSeconds: 60,
    },
    {
      id: authorizers[1]?.id,
      name: 'unused',
      type: 'REQUEST',
      authType: 'custom',
      authorizerUri: 'arn',
      identitySource: 'method.request.querystring.q',
    },
  ])
  expect(method('/pets', 'GET')?.authorizationType).toBe('CUSTOM')
})

const cognito = (name: string) => ({
  type: 'apiKey',
  name,
  in: 'header',
  'x-amazon-apigateway-authtype': 'cognito_user_pools',
  'x-amazon-apigateway-authorizer': { type: 'cognito_user_pools', providerARNs: ['arn:pool'] },
})
const openapi = {
  openapi: '3.0.1',
  info: { title: 'Things', version: '2.0' },
  servers: [
    {
      url: 'https://example.com/base-url/part/',
      'x-amazon-apigateway-endpoint-configuration': { vpcEndpointIds: ['vpce-1'], disableExecuteApiEndpoint: true },
    },
  ],
  security: [{ pool: [] }],
  paths: {
    '/things': {
      get: {
        parameters: [
          { name: 'X-H', in: 'header', required: true, schema: { type: 'string' } },
          { name: 'ignored', in: 'cookie' },
        ],
        responses: {
          200: { $ref: '#/components/responses/Things' },
          default: { description: 'else', content: { 'application/json': { schema: { type: 'object' } } } },
        },
        'x-amazon-apigateway-integration': MOCK,
      },
      post: {
        security: [{ pool: ['email', 'openid'] }],
        requestBody: {
          content: { 'application/json': { schema: { type: 'object', properties: { id: { $ref: '#/components/schemas/Thing' } } } } },
        },
        responses: {},
        'x-amazon-apigateway-request-validator': 'params',
        'x-amazon-apigateway-integration': MOCK,
      },
      delete: { security: [{ key: [] }], responses: {}, 'x-amazon-apigateway-integration': MOCK },
      patch: { security: [{ sig: [] }, { key: [] }], responses: {}, 'x-amazon-apigateway-integration': MOCK },
      put: { security: [], 'x-amazon-apigateway-auth': { type: 'AWS_IAM' }, responses: {}, 'x-amazon-apigateway-integration': MOCK },
    },
  },
  components: {
    schemas: { Thing: { type: 'string' } },
    responses: { Things: { description: 'all', content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } } } },
    securitySchemes: {
      pool: cognito('TestHeaderAuth'),
      key: { type: 'apiKey', name: 'x-api-key', in: 'header' },
      sig: { type: 'apiKey', name: 'Authorization', in: 'header', 'x-amazon-apigateway-authtype': 'awsSigv4' },
    },
  },
  'x-amazon-apigateway-request-validator': 'all',
  'x-amazon-apigateway-request-validators': {
    all: { validateRequestBody: true, validateRequestParameters: true },
    params: { validateRequestParameters: true },
  },
  'x-amazon-apigateway-gateway-responses': { DEFAULT_4XX: { statusCode: 418, responseParameters: { 'gatewayresponse.header.X': "'x'" } } },
  'x-amazon-apigateway-binary-media-types': ['image/png'],
  'x-amazon-apigateway-minimum-compression-size': 100,
  'x-amazon-apigateway-api-key-source': 'AUTHORIZER',
  'x-amazon-apigateway-policy': {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*' }],
  },
  'x-amazon-apigateway-documentation': {
    documentationParts: [{ location: { type: 'METHOD', method: 'GET' }, properties: { description: 'd' } }],
  },
}

test.each([
  ['JSON', JSON.stringify(openapi)],
  ['YAML', stringify(openapi)],
])('OpenAPI 3.0 in %s: security, validators, responses, settings', (_format, body) => {
  const { gw, call, restApiId, api, method, paths } = imported(body, { parameters: { endpointConfigurationTypes: 'PRIVATE' } })
  expect(api).toMatchObject({
    name: 'Things',
    version: '2.0',
    binaryMediaTypes: ['image/png'],
    minimumCompressionSize: 100,
    apiKeySource: 'AUTHORIZER',
    disableExecuteApiEndpoint: true,
    endpointConfiguration: { types: ['PRIVATE'], ipAddressType: 'dualstack', vpcEndpointIds: ['vpce-1'] },
    warnings: [expect.stringContaining("Ignoring response 'default'")],
  })
  expect(call.records.restApis.get(restApiId)?.policy).toContain(`"arn:aws:execute-api:us-east-1:111111111111:${restApiId}/*"`)
  expect(paths()).toEqual(['/', '/things GET PUT POST DELETE PATCH'])
  const pool = gw.GetAuthorizers({ restApiId }).items[0]
  expect(pool).toMatchObject({
    type: 'COGNITO_USER_POOLS',
    authType: 'cognito_user_pools',
    identitySource: 'method.request.header.TestHeaderAuth',
    providerARNs: ['arn:pool'],
  })
  const security = ['GET', 'POST', 'DELETE', 'PATCH', 'PUT'].map((verb) => {
    const { authorizationType, authorizerId, authorizationScopes, apiKeyRequired } = method('/things', verb) ?? {}
    return [authorizationType, authorizerId === pool?.id, authorizationScopes, apiKeyRequired]
  })
  expect(security).toEqual([
    ['COGNITO_USER_POOLS', true, undefined, false],
    ['COGNITO_USER_POOLS', true, ['email', 'openid'], false],
    ['NONE', false, undefined, true],
    ['AWS_IAM', false, undefined, true],
    ['AWS_IAM', false, undefined, false],
  ])
  const validators = gw.GetRequestValidators({ restApiId }).items
  expect(
    validators.map(({ name, validateRequestBody, validateRequestParameters }) => [name, validateRequestBody, validateRequestParameters]),
  ).toEqual([
    ['all', true, true],
    ['params', false, true],
  ])
  expect([method('/things', 'GET'), method('/things', 'POST')].map((found) => found?.requestValidatorId)).toEqual(
    validators.map(({ id }) => id),
  )
  expect(method('/things', 'GET')).toMatchObject({
    requestParameters: { 'method.request.header.X-H': true },
    methodResponses: { '200': { statusCode: '200', responseModels: { 'application/json': 'Thing' } } },
  })
  const inline = method('/things', 'POST')?.requestModels?.['application/json'] as string
  expect(inline).toMatch(/^MODEL/)
  expect(gw.GetModel({ restApiId, modelName: inline }).schema).toContain(`/restapis/${restApiId}/models/Thing`)
  expect(gw.GetGatewayResponse({ restApiId, responseType: 'DEFAULT_4XX' })).toMatchObject({
    defaultResponse: false,
    statusCode: '418',
    responseParameters: { 'gatewayresponse.header.X': "'x'" },
    responseTemplates: { 'application/json': '{"message":$context.error.messageString}' },
  })
  expect(gw.GetDocumentationParts({ restApiId }).items.map(({ location }) => location)).toEqual([
    { type: 'METHOD', path: '/', method: 'GET' },
  ])
})

const minimal = (more: object = {}) => ({
  openapi: '3.0.1',
  info: { title: 'm', version: '1' },
  paths: { '/test': { get: { responses: {}, 'x-amazon-apigateway-integration': MOCK } } },
  ...more,
})
const { openapi: _openapi, ...rest } = minimal()
const swagger2 = { ...rest, swagger: '2.0', basePath: '/base' }
const serverUrl = minimal({ servers: [{ url: 'https://h/base-url/part/' }] })
const serverVariable = minimal({ servers: [{ url: 'https://h/{basePath}', variables: { basePath: { default: 'base-var/part' } } }] })
const otherVariable = minimal({ servers: [{ url: '//h/{v}/x', variables: { v: { default: 'a' } } }] })

test.each<[string, object, string, string[]]>([
  ['swagger', swagger2, 'ignore', ['/', '/test GET']],
  ['swagger', swagger2, 'prepend', ['/', '/base', '/base/test GET']],
  ['swagger', swagger2, 'split', ['/', '/test GET']],
  ['server URL', serverUrl, 'ignore', ['/', '/test GET']],
  ['server URL', serverUrl, 'prepend', ['/', '/base-url', '/base-url/part', '/base-url/part/test GET']],
  ['server URL', serverUrl, 'split', ['/', '/part', '/part/test GET']],
  ['server variable', serverVariable, 'prepend', ['/', '/base-var', '/base-var/part', '/base-var/part/test GET']],
  ['other variable', otherVariable, 'split', ['/', '/x', '/x/test GET']],
])('basepath: %s %# %s', (_name, document, basepath, expected) => {
  const { paths } = imported(document, { parameters: { basepath } })
  expect(paths()).toEqual(expected)
})

test('AWS variables get their values, others stay; documentation can be ignored', () => {
  const uri = [
    'arn:$',
    '{AWS::Partition}:apigateway:$',
    '{AWS::Region}:lambda:path/2015-03-31/functions/arn:aws:lambda:$',
    '{AWS::Region}:$',
    '{AWS::AccountId}:function:$',
    '{stageVariables.f}/invocations',
  ].join('')
  const paths = { '/': { get: { responses: {}, 'x-amazon-apigateway-integration': { type: 'aws_proxy', httpMethod: 'POST', uri } } } }
  const { method, gw, restApiId } = imported({ ...openapi, paths }, { parameters: { ignore: 'documentation' } })
  const expected = [
    'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:111111111111:function:$',
    '{stageVariables.f}/invocations',
  ].join('')
  expect(method('/', 'GET')?.methodIntegration?.uri).toBe(expected)
  expect(gw.GetDocumentationParts({ restApiId }).items).toEqual([])
})

test('what is no text is left out with a warning, which failOnWarnings refuses', () => {
  const requestParameters = { 'integration.request.header.nothing': true, 'integration.request.header.kept': "'True'" }
  const document = minimal({
    paths: { '/test': { get: { responses: {}, 'x-amazon-apigateway-integration': { ...MOCK, requestParameters } } } },
  })
  const warning =
    "Invalid format for 'requestParameters'. Expected type string for property 'integration.request.header.nothing' of resource '/test' and method 'GET' but got 'true'"
  const { api, method, gw } = imported(document)
  expect(api.warnings).toEqual([warning])
  expect(method('/test', 'GET')?.methodIntegration?.requestParameters).toEqual({ 'integration.request.header.kept': "'True'" })
  expect(refusal(() => gw.ImportRestApi({ body: bytes(document), failOnWarnings: true }))).toBe(
    `400 BadRequestException Warnings found during import:\n\t${warning}`,
  )
  expect(gw.GetRestApis({}).items).toHaveLength(1)
})

test('a warning names the resource below the base path; a stage variable in a URI stays what it is', () => {
  const uri = ['http://$', '{stageVariables.host}/$', '{stageVariables.path}'].join('')
  const wrong = { type: 'http', httpMethod: 'GET', uri, requestParameters: { 'integration.request.header.n': 1 } }
  const document = { ...swagger2, paths: { '/test': { get: { responses: {}, 'x-amazon-apigateway-integration': wrong } } } }
  const { api, method } = imported(document, { parameters: { basepath: 'prepend' } })
  expect(api.warnings).toEqual([expect.stringContaining("of resource '/base/test' and method 'GET' but got '1'")])
  expect(method('/base/test', 'GET')?.methodIntegration?.uri).toBe(uri)
})

test('all errors of a document are listed in one, and nothing is made', () => {
  const operation = (more: object) => ({ responses: {}, 'x-amazon-apigateway-integration': MOCK, ...more })
  const document = minimal({
    paths: {
      '/a/{x}': { get: operation({}) },
      '/a/{y}': { get: operation({}) },
      '/b': {
        get: operation({ requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/No' } } } } }),
        put: operation({ 'x-amazon-apigateway-request-validator': 'no' }),
        post: operation({ 'x-amazon-apigateway-integration': { type: 'http', httpMethod: 'GET', uri: 'x' } }),
        patch: operation({
          'x-amazon-apigateway-integration': {
            ...MOCK,
            responses: { default: { statusCode: '200', responseParameters: { 'method.response.header.X': "'x'" } } },
          },
        }),
      },
    },
    components: { schemas: { 'My-Model': { type: 'object' } } },
  })
  const { gw } = emptyAccount()
  expect(refusal(() => gw.ImportRestApi({ body: bytes(document) })).split('\n\t')).toEqual([
    '400 BadRequestException Errors found during import:',
    "Unable to create model for 'My-Model': Model name must be alphanumeric: My-Model",
    "Unable to create resource at path '/a/{y}': A sibling ({x}) of this resource already has a variable path part -- only one is allowed",
    "Unable to put method 'GET' on resource at path '/b': Invalid model identifier specified: No",
    "Unable to put method 'PUT' on resource at path '/b': Invalid Request Validator identifier specified",
    "Unable to put integration on 'POST' for resource at path '/b': Invalid HTTP endpoint specified for URI",
    "Unable to put integration response on 'PATCH' for resource at path '/b': Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression parameter specified: method.response.header.X]",
  ])
  expect(gw.GetRestApis({}).items).toEqual([])
})

test.each(['{not json', 'a: b: c', '[]', '', '{"hello":"world"}', '{"openapi":"2.0"}'])('%j is no OpenAPI document', (body) => {
  const { gw } = emptyAccount()
  const INVALID = '400 BadRequestException Invalid OpenAPI input.'
  expect(refusal(() => gw.ImportRestApi({ body: bytes(body) }))).toBe(INVALID)
  expect(refusal(() => gw.PutRestApi({ restApiId: 'nope', body: bytes(body) }))).toBe(INVALID)
  expect(gw.GetRestApis({}).items).toEqual([])
})

test('a bare YAML version is the text that stands there', () => {
  expect(imported('openapi: 3.0.1\ninfo:\n  title: y\n  version: 1.0\npaths: {}\n').api).toMatchObject({ name: 'y', version: '1.0' })
})

describe('PutRestApi', () => {
  const other = {
    openapi: '3.0.1',
    info: { title: 'other', version: '3' },
    paths: {
      '/things': { get: { responses: {}, 'x-amazon-apigateway-integration': MOCK } },
      '/new': { get: { responses: {}, 'x-amazon-apigateway-integration': MOCK } },
    },
    components: { schemas: { Thing: { type: 'number' }, New: { type: 'string' } } },
    'x-amazon-apigateway-binary-media-types': ['image/gif'],
  }

  test('merge adds to the API', () => {
    const { gw, restApiId, paths, method, resources } = imported(openapi)
    const before = resources()
    const merged = gw.PutRestApi({ restApiId, body: bytes(other) })
    expect(merged).toMatchObject({
      id: restApiId,
      name: 'other',
      version: '3',
      tags: {},
      binaryMediaTypes: ['image/png', 'image/gif'],
      minimumCompressionSize: 100,
    })
    expect(paths()).toEqual(['/', '/things GET PUT POST DELETE PATCH', '/new GET'])
    expect(resources()[1]?.id).toBe(before[1]?.id)
    expect(method('/things', 'GET')?.authorizationType).toBe('NONE')
    expect(gw.GetModels({ restApiId }).items.map(({ name, schema }) => [name, schema?.includes('number')])).toEqual(
      expect.arrayContaining([
        ['Thing', true],
        ['New', false],
      ]),
    )
    expect(gw.GetAuthorizers({ restApiId }).items).toHaveLength(1)
  })

  test('overwrite replaces it, and keeps the ids of paths that stay', () => {
    const { gw, restApiId, paths, resources } = imported(openapi)
    gw.CreateDeployment({ restApiId, stageName: 'dev' })
    const before = resources()
    const put = gw.PutRestApi({ restApiId, mode: 'overwrite', body: bytes(other) })
    expect(put).toMatchObject({ id: restApiId, rootResourceId: before[0]?.id, binaryMediaTypes: ['image/gif'], tags: {} })
    expect(put).not.toHaveProperty('minimumCompressionSize')
    expect(put).not.toHaveProperty('policy')
    expect(paths()).toEqual(['/', '/things GET', '/new GET'])
    expect(resources()[1]?.id).toBe(before[1]?.id)
    expect(
      gw
        .GetModels({ restApiId })
        .items.map(({ name }) => name)
        .sort(),
    ).toEqual(['New', 'Thing'])
    expect(gw.GetAuthorizers({ restApiId }).items).toEqual([])
    expect(gw.GetGatewayResponse({ restApiId, responseType: 'DEFAULT_4XX' }).defaultResponse).toBe(true)
    expect(gw.GetStages({ restApiId }).item).toHaveLength(1)
  })

  test('errors leave the API as it was', () => {
    const { gw, restApiId, resources } = imported(openapi)
    const before = [resources(), gw.GetRestApi({ restApiId })]
    const wrong = { ...other, paths: { '/a b': { get: {} } } }
    expect(refusal(() => gw.PutRestApi({ restApiId, mode: 'overwrite', body: bytes(wrong) }))).toContain(
      "Unable to create resource at path '/a b'",
    )
    expect([resources(), gw.GetRestApi({ restApiId })]).toEqual(before)
    expect(refusal(() => gw.PutRestApi({ restApiId: 'nope', body: bytes(other) }))).toBe(NO_API)
    expect(refusal(() => gw.PutRestApi({ restApiId, mode: 'x' as never, body: bytes(other) }))).toContain('ValidationException')
  })
})
