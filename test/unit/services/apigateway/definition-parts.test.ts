import { NO_API, oneApi, refusal } from './api'

const BAD = '400 BadRequestException '
const CONCURRENT = '409 ConflictException Unable to complete operation due to concurrent modification. Please try again later.'
const NO_SCHEMA = `${BAD}Model schema must have at least 1 property or array items defined`

describe('models', () => {
  test('are kept as given, patched, flattened and rendered', () => {
    const { gw, restApiId } = oneApi()
    const create = (name: string, schema: object) =>
      gw.CreateModel({ restApiId, name, contentType: 'application/json', schema: JSON.stringify(schema) })
    const pet = create('Pet', {
      type: 'object',
      properties: { name: { type: 'string' }, tags: { type: 'array', items: { type: 'integer' } } },
    })
    expect(pet).toEqual({ id: expect.stringMatching(/^[a-z0-9]{6}$/), name: 'Pet', contentType: 'application/json', schema: pet.schema })
    create('Pets', { type: 'array', items: { $ref: `https://apigateway.amazonaws.com/restapis/${restApiId}/models/Pet` } })
    const update = (path: string, value: string) =>
      gw.UpdateModel({ restApiId, modelName: 'Pet', patchOperations: [{ op: 'replace', path, value }] })
    expect(update('/description', 'd').description).toBe('d')
    expect(update('/description', '')).not.toHaveProperty('description')
    expect(JSON.parse(gw.GetModel({ restApiId, modelName: 'Pets', flatten: true }).schema as string)).toEqual({
      type: 'array',
      items: { $ref: '#/definitions/Pet' },
      definitions: { Pet: JSON.parse(pet.schema as string) },
    })
    const template = gw.GetModelTemplate({ restApiId, modelName: 'Pets' }).value
    expect(template.split('\n')[0]).toBe("#set($inputRoot = $input.path('$'))")
    expect(JSON.parse(template.slice(template.indexOf('\n')))).toEqual([{ name: 'foo', tags: [42] }])
  })

  test('are kept word for word; an empty description is none', () => {
    const { gw, restApiId } = oneApi()
    const [empty, error] = gw.GetModels({ restApiId }).items.map(({ schema }) => JSON.parse(schema as string))
    const $schema = 'http://json-schema.org/draft-04/schema#'
    expect(empty).toEqual({ $schema, title: 'Empty Schema', type: 'object' })
    expect(error).toEqual({ $schema, title: 'Error Schema', type: 'object', properties: { message: { type: 'string' } } })
    const schemas = [
      '{"title": "Bare",  "type": "object"}\n',
      `{"$ref": "https://apigateway.amazonaws.com/restapis/${restApiId}/models/Bare"}`,
    ]
    for (const [index, name] of ['Bare', 'Refers'].entries()) {
      const created = gw.CreateModel({ restApiId, name, contentType: 'application/json', description: '', schema: schemas[index] })
      expect(created).toEqual({ id: created.id, name, contentType: 'application/json', schema: schemas[index] })
      expect(gw.GetModel({ restApiId, modelName: name })).toEqual(created)
    }
  })

  test.each<[object, string]>([
    [{ restApiId: 'nope' }, NO_API],
    [{ name: 'Empty' }, '409 ConflictException Model name already exists for this REST API'],
    [{ name: '' }, `${BAD}Model name must be non-empty`],
    [{ name: 'a-b' }, `${BAD}Model name must be alphanumeric: a-b`],
    [{ schema: '' }, NO_SCHEMA],
    [{ schema: undefined }, NO_SCHEMA],
    [{ schema: undefined, contentType: 'application/xml' }, NO_SCHEMA],
    [{ schema: '{' }, `${BAD}Invalid model specified: Validation Result: warnings : [], errors : [Invalid model schema specified]`],
  ])('CreateModel refuses %j', (members, error) => {
    const { gw, restApiId } = oneApi()
    const input = { restApiId, name: 'New', contentType: 'application/json', schema: '{"title":"x","type":"object"}' }
    expect(refusal(() => gw.CreateModel({ ...input, ...members }))).toBe(error)
    expect(gw.GetModels({ restApiId }).items).toHaveLength(2)
  })

  test('other refusals', () => {
    const { gw, restApiId } = oneApi()
    const unknown = { restApiId: 'nope', modelName: 'MySchema' }
    for (const run of [gw.GetModel, gw.DeleteModel, gw.UpdateModel])
      expect(refusal(() => run(unknown))).toBe('404 NotFoundException Invalid model name specified: MySchema')
    expect(refusal(() => gw.GetModels({ restApiId: 'nope' }))).toBe(NO_API)
    const update = (op: string, path: string, value: string) =>
      refusal(() => gw.UpdateModel({ restApiId, modelName: 'Empty', patchOperations: [{ op: op as never, path, value }] }))
    expect(update('add', '/wrong-path', 'x')).toBe(
      `${BAD}Invalid patch path  '/wrong-path' specified for op 'add'. Please choose supported operations`,
    )
    expect(update('replace', '/name', 'x')).toBe(
      `${BAD}Invalid patch path  '/name' specified for op 'replace'. Must be one of: [/description, /schema]`,
    )
    expect(update('replace', '/schema', '')).toBe(NO_SCHEMA)
  })

  test('stay while a method uses them', () => {
    const { gw, restApiId, rootResourceId, resource } = oneApi()
    gw.CreateModel({ restApiId, name: 'M', contentType: 'application/json', schema: '{"type":"object"}' })
    const root = { restApiId, resourceId: rootResourceId, httpMethod: 'ANY' }
    const child = { ...root, resourceId: resource('/test') }
    for (const place of [root, child]) gw.PutMethod({ ...place, authorizationType: 'NONE', requestModels: { 'application/json': 'M' } })
    const remove = () => refusal(() => gw.DeleteModel({ restApiId, modelName: 'M' }))
    const IN_USE = (where: string) => `409 ConflictException Cannot delete model 'M', is referenced in method ${where}`
    expect(remove()).toBe(IN_USE('request: /test/ANY'))
    gw.UpdateMethod({ ...child, patchOperations: [{ op: 'remove', path: '/requestModels/application~1json' }] })
    expect(remove()).toBe(IN_USE('request: //ANY'))
    gw.DeleteMethod(root)
    gw.PutMethodResponse({ ...child, statusCode: '200', responseModels: { 'application/json': 'M' } })
    expect(remove()).toBe(IN_USE('response: /test/ANY'))
    gw.DeleteMethod(child)
    expect(remove()).toBe('not refused')
  })
})

describe('request validators', () => {
  test('defaults and patches', () => {
    const { gw, restApiId } = oneApi()
    const created = gw.CreateRequestValidator({ restApiId, name: 'v' })
    expect(created).toEqual({ id: created.id, name: 'v', validateRequestBody: false, validateRequestParameters: false })
    const patchOperations = [
      { op: 'replace' as const, path: '/name', value: 'w' },
      { op: 'replace' as const, path: '/validateRequestBody', value: 'true' },
      { op: 'replace' as const, path: '/validateRequestParameters' },
    ]
    const changed = { ...created, name: 'w', validateRequestBody: true }
    expect(gw.UpdateRequestValidator({ restApiId, requestValidatorId: created.id, patchOperations })).toEqual(changed)
    expect(gw.GetRequestValidators({ restApiId }).items).toEqual([changed])
  })

  test('refusals', () => {
    const { gw, restApiId, mock } = oneApi()
    const { id: requestValidatorId } = gw.CreateRequestValidator({ restApiId, name: 'v' })
    const update = (op: string, path: string, value?: string) =>
      refusal(() => gw.UpdateRequestValidator({ restApiId, requestValidatorId, patchOperations: [{ op: op as never, path, value }] }))
    for (const op of ['add', 'remove']) {
      expect(update(op, '/validateRequestBody', 'true')).toBe(
        `${BAD}Invalid patch path  '/validateRequestBody' specified for op '${op}'. Please choose supported operations`,
      )
    }
    expect(update('replace', '/invalidPath', 'x')).toBe(
      `${BAD}Invalid patch path  '/invalidPath' specified for op 'replace'. Must be one of: [/name, /validateRequestParameters, /validateRequestBody]`,
    )
    expect(update('replace', '/name', '')).toBe(`${BAD}Request Validator name cannot be blank`)
    expect(refusal(() => gw.CreateRequestValidator({ restApiId: 'nope', name: 'v' }))).toBe(`${BAD}Invalid REST API identifier specified`)
    expect(refusal(() => gw.GetRequestValidators({ restApiId: 'nope' }))).toBe(NO_API)
    const UNKNOWN = '404 NotFoundException Invalid Request Validator identifier specified'
    for (const run of [gw.GetRequestValidator, gw.DeleteRequestValidator]) {
      expect(refusal(() => run({ restApiId: 'nope', requestValidatorId }))).toBe(UNKNOWN)
      expect(refusal(() => run({ restApiId, requestValidatorId: 'nope' }))).toBe(UNKNOWN)
    }
    gw.UpdateMethod({ ...mock('/a'), patchOperations: [{ op: 'replace', path: '/requestValidatorId', value: requestValidatorId }] })
    expect(refusal(() => gw.DeleteRequestValidator({ restApiId, requestValidatorId }))).toContain('409 ConflictException')
  })
})

describe('authorizers', () => {
  test('defaults, patches and refusals', () => {
    const { gw, restApiId, mock } = oneApi()
    const token = {
      name: 'tok',
      type: 'TOKEN' as const,
      authorizerUri: 'arn:aws:apigateway:us-east-1:lambda:path/ 2015-03-31/x',
      identitySource: 'method.request.header.Auth',
    }
    const created = gw.CreateAuthorizer({ restApiId, ...token })
    expect(created).toEqual({ id: expect.stringMatching(/^[a-z0-9]{6}$/), authType: 'custom', ...token })
    const pool = gw.CreateAuthorizer({
      restApiId,
      name: 'pool',
      type: 'COGNITO_USER_POOLS',
      providerARNs: ['arn:1'],
      authorizerResultTtlInSeconds: 0,
    })
    expect(pool).toMatchObject({ authType: 'cognito_user_pools', providerARNs: ['arn:1'], authorizerResultTtlInSeconds: 0 })
    const patchOperations = [
      { op: 'replace' as const, path: '/authorizerResultTtlInSeconds', value: '60' },
      { op: 'add' as const, path: '/providerARNs', value: 'arn:2' },
      { op: 'remove' as const, path: '/providerARNs', value: 'arn:1' },
    ]
    expect(gw.UpdateAuthorizer({ restApiId, authorizerId: pool.id, patchOperations })).toMatchObject({
      authorizerResultTtlInSeconds: 60,
      providerARNs: ['arn:2'],
    })
    expect(refusal(() => gw.CreateAuthorizer({ restApiId: 'nope', ...token }))).toBe(CONCURRENT)
    expect(refusal(() => gw.CreateAuthorizer({ restApiId, ...token }))).toBe(
      `${BAD}Authorizer name must be unique. Authorizer tok already exists in this RestApi.`,
    )
    for (const wrong of [{ authorizerUri: '' }, { type: 'COGNITO_USER_POOLS' }, { authorizerResultTtlInSeconds: 3601 }, { type: 'JWT' }]) {
      expect(refusal(() => gw.CreateAuthorizer({ restApiId, ...token, name: 'new', ...(wrong as object) }))).toContain('400 ')
    }
    expect(refusal(() => gw.GetAuthorizers({ restApiId: 'nope' }))).toBe(NO_API)
    expect(refusal(() => gw.GetAuthorizer({ restApiId, authorizerId: 'nope' }))).toBe(
      '404 NotFoundException Invalid Authorizer identifier specified',
    )
    const custom = [
      { op: 'replace' as const, path: '/authorizationType', value: 'CUSTOM' },
      { op: 'replace' as const, path: '/authorizerId', value: created.id },
    ]
    gw.UpdateMethod({ ...mock('/p'), patchOperations: custom })
    expect(refusal(() => gw.DeleteAuthorizer({ restApiId, authorizerId: created.id }))).toBe(
      `409 ConflictException Cannot delete authorizer '${created.id}', is referenced in method: /p/GET`,
    )
    gw.DeleteAuthorizer({ restApiId, authorizerId: pool.id })
    expect(gw.GetAuthorizers({ restApiId }).items).toEqual([created])
  })
})

describe('gateway responses', () => {
  const TEMPLATES = { 'application/json': '{"message":$context.error.messageString}' }
  const DEFAULT = { defaultResponse: true, responseParameters: {}, responseTemplates: TEMPLATES }

  test('defaults, one put, one patched, and back', () => {
    const { gw, restApiId } = oneApi()
    const type = { restApiId, responseType: 'MISSING_AUTHENTICATION_TOKEN' as const }
    const statusCodes = gw
      .GetGatewayResponses({ restApiId })
      .items.map(({ responseType, statusCode }) => `${responseType} ${statusCode ?? '-'}`)
    expect(statusCodes).toEqual([
      'ACCESS_DENIED 403',
      'API_CONFIGURATION_ERROR 500',
      'AUTHORIZER_CONFIGURATION_ERROR 500',
      'AUTHORIZER_FAILURE 500',
      'BAD_REQUEST_BODY 400',
      'BAD_REQUEST_PARAMETERS 400',
      'DEFAULT_4XX -',
      'DEFAULT_5XX -',
      'EXPIRED_TOKEN 403',
      'INTEGRATION_FAILURE 504',
      'INTEGRATION_TIMEOUT 504',
      'INVALID_API_KEY 403',
      'INVALID_SIGNATURE 403',
      'MISSING_AUTHENTICATION_TOKEN 403',
      'QUOTA_EXCEEDED 429',
      'REQUEST_TOO_LARGE 413',
      'RESOURCE_NOT_FOUND 404',
      'THROTTLED 429',
      'UNAUTHORIZED 401',
      'UNSUPPORTED_MEDIA_TYPE 415',
      'WAF_FILTERED 403',
    ])
    expect(gw.GetGatewayResponse(type)).toEqual({ ...DEFAULT, responseType: type.responseType, statusCode: '403' })
    const put = {
      statusCode: '404',
      responseParameters: { 'gatewayresponse.header.X': "'a'" },
      responseTemplates: { 'application/json': 'x' },
    }
    expect(gw.PutGatewayResponse({ ...type, ...put })).toEqual({ responseType: type.responseType, defaultResponse: false, ...put })
    expect(gw.PutGatewayResponse({ ...type, responseParameters: {} })).toEqual({
      ...DEFAULT,
      defaultResponse: false,
      responseType: type.responseType,
      statusCode: '403',
    })
    gw.DeleteGatewayResponse(type)
    expect(gw.GetGatewayResponse(type).defaultResponse).toBe(true)
    expect(refusal(() => gw.DeleteGatewayResponse(type))).toBe('404 NotFoundException Gateway response type not defined on api')
    const patchOperations = [{ op: 'replace' as const, path: '/statusCode', value: '444' }]
    const patched = { ...DEFAULT, responseType: 'DEFAULT_4XX', defaultResponse: false, statusCode: '444' }
    expect(gw.UpdateGatewayResponse({ restApiId, responseType: 'DEFAULT_4XX', patchOperations })).toEqual(patched)
    expect(gw.GetGatewayResponse({ restApiId, responseType: 'DEFAULT_4XX' })).toEqual(patched)
    const header = '/responseParameters/gatewayresponse.header.X'
    const operations = [
      { op: 'add' as const, path: header, value: "'a'" },
      { op: 'replace' as const, path: header, value: "'b'" },
      { op: 'add' as const, path: '/responseTemplates/application~1xml', value: '<x/>' },
      { op: 'replace' as const, path: '/responseTemplates/application~1json', value: '{}' },
    ]
    expect(gw.UpdateGatewayResponse({ restApiId, responseType: 'DEFAULT_4XX', patchOperations: operations })).toEqual({
      ...patched,
      responseParameters: { 'gatewayresponse.header.X': "'b'" },
      responseTemplates: { 'application/json': '{}', 'application/xml': '<x/>' },
    })
  })

  test.each<[object, string]>([
    [{ op: 'add', path: '/statusCode', value: '1' }, `${BAD}Invalid patch path /statusCode`],
    [{ op: 'remove', path: '/statusCode' }, `${BAD}Invalid patch path /statusCode`],
    [
      { op: 'replace', path: '/responseParameters/gatewayresponse.header.No', value: 'x' },
      '404 NotFoundException Invalid parameter name specified',
    ],
    [{ op: 'replace', value: 'x' }, `${BAD}Invalid patch path null`],
    [{ op: 'replace', path: '/wrongPath', value: 'x' }, `${BAD}Invalid patch path /wrongPath`],
    [{ op: 'replace', path: '/responseTemplates/application~1json' }, `${BAD}Invalid null or empty value in responseTemplates`],
    [{ op: 'add', path: '/responseParameters/gatewayresponse.header.X' }, `${BAD}Invalid null or empty value in responseParameters`],
    [
      { op: 'wrong-op', path: '/x' },
      "400 ValidationException 1 validation error detected: Value 'wrong-op' at 'updateGatewayResponseInput.patchOperations.1.member.op' failed to satisfy constraint: Member must satisfy enum value set: [add, remove, move, test, replace, copy]",
    ],
  ])('UpdateGatewayResponse refuses %j', (operation, error) => {
    const { gw, restApiId } = oneApi()
    expect(refusal(() => gw.UpdateGatewayResponse({ restApiId, responseType: 'DEFAULT_4XX', patchOperations: [operation] }))).toBe(error)
  })

  test('unknown APIs and types', () => {
    const { gw, restApiId } = oneApi()
    const TYPE =
      "400 ValidationException 1 validation error detected: Value 'FAKE_RESPONSE_TYPE' at 'responseType' failed to satisfy constraint: Member must satisfy enum value set: [REQUEST_TOO_LARGE, RESOURCE_NOT_FOUND, AUTHORIZER_CONFIGURATION_ERROR, MISSING_AUTHENTICATION_TOKEN, BAD_REQUEST_BODY, INVALID_SIGNATURE, INVALID_API_KEY, BAD_REQUEST_PARAMETERS, AUTHORIZER_FAILURE, UNAUTHORIZED, INTEGRATION_TIMEOUT, ACCESS_DENIED, DEFAULT_4XX, DEFAULT_5XX, WAF_FILTERED, QUOTA_EXCEEDED, THROTTLED, API_CONFIGURATION_ERROR, UNSUPPORTED_MEDIA_TYPE, INTEGRATION_FAILURE, EXPIRED_TOKEN]"
    for (const run of [gw.GetGatewayResponse, gw.PutGatewayResponse, gw.UpdateGatewayResponse, gw.DeleteGatewayResponse]) {
      expect(refusal(() => run({ restApiId: 'nope', responseType: 'DEFAULT_4XX' }))).toBe(NO_API)
      expect(refusal(() => run({ restApiId, responseType: 'FAKE_RESPONSE_TYPE' as never }))).toBe(TYPE)
    }
    expect(refusal(() => gw.GetGatewayResponses({ restApiId: 'nope' }))).toBe(NO_API)
  })
})
