import { oneApi, refusal } from './api'

const BAD = '400 BadRequestException '
const NO_RESOURCE = '404 NotFoundException Invalid Resource identifier specified'
const NO_METHOD = '404 NotFoundException Invalid Method identifier specified'
const NO_STATUS = '404 NotFoundException Invalid Response status code specified'
const AUTHORIZER = `${BAD}Invalid authorizer ID specified. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS requires a valid authorizer.`
const MAPPING = (error: string) => `${BAD}Invalid mapping expression specified: Validation Result: warnings : [], errors : [${error}]`

function apiWithMethod() {
  const api = oneApi()
  const place = { restApiId: api.restApiId, resourceId: api.rootResourceId, httpMethod: 'ANY' }
  api.gw.PutMethod({ ...place, authorizationType: 'none', apiKeyRequired: true })
  return { ...api, place }
}

test('a method: defaults, what was given, and its end', () => {
  const { gw, restApiId, place, resource } = apiWithMethod()
  expect(gw.GetMethod(place)).toEqual({ httpMethod: 'ANY', authorizationType: 'NONE', apiKeyRequired: true })
  const validator = gw.CreateRequestValidator({ restApiId, name: 'v' })
  const given = {
    requestParameters: { 'method.request.path.id': true },
    requestModels: { 'application/json': 'Empty' },
    requestValidatorId: validator.id,
    operationName: 'op',
  }
  const full = { ...place, resourceId: resource('/{id}'), httpMethod: 'GET' }
  expect(gw.PutMethod({ ...full, authorizationType: 'AWS_IAM', ...given })).toEqual({
    httpMethod: 'GET',
    authorizationType: 'AWS_IAM',
    apiKeyRequired: false,
    ...given,
  })
  gw.DeleteMethod(place)
  expect(refusal(() => gw.GetMethod(place))).toBe(NO_METHOD)
  expect(refusal(() => gw.DeleteMethod(place))).toBe(NO_METHOD)
  expect(gw.GetResource(place)).not.toHaveProperty('resourceMethods')
})

test('PutMethod refuses what is recorded', () => {
  const { gw, place } = apiWithMethod()
  const put = (members: object) => refusal(() => gw.PutMethod({ ...place, httpMethod: 'GET', authorizationType: 'NONE', ...members }))
  expect(put({ restApiId: 'nope', httpMethod: 'WRONG' })).toBe(NO_RESOURCE)
  expect(put({ resourceId: 'nope', httpMethod: 'WRONG' })).toBe(NO_RESOURCE)
  expect(put({ httpMethod: 'WRONG' })).toBe(
    `${BAD}Invalid HttpMethod specified. Valid options are GET,PUT,POST,DELETE,PATCH,OPTIONS,HEAD,ANY`,
  )
  expect(put({ httpMethod: 'ANY' })).toBe('409 ConflictException Method already exists for this resource')
  expect(put({ authorizationType: 'CUSTOM' })).toBe(AUTHORIZER)
  expect(put({ authorizationType: 'COGNITO_USER_POOLS', authorizerId: 'nope' })).toBe(AUTHORIZER)
  expect(put({ requestValidatorId: 'nope' })).toBe(`${BAD}Invalid Request Validator identifier specified`)
  expect(put({ requestModels: { 'application/json': 'petModel' } })).toBe(`${BAD}Invalid model identifier specified: petModel`)
  expect(put({ requestParameters: { true: true } })).toBe(MAPPING('Invalid mapping expression specified: true'))
  expect(put({ requestParameters: { 'method.request.path.a': true, 'method.request.header.a': true } })).toBe(
    `${BAD}Parameter names must be unique across querystring, header and path`,
  )
})

test('UpdateMethod: what it changes, and what it refuses', () => {
  const { gw, restApiId, place } = apiWithMethod()
  const authorizer = gw.CreateAuthorizer({ restApiId, name: 'a', type: 'TOKEN', authorizerUri: 'arn' })
  const update = (...patchOperations: object[]) => gw.UpdateMethod({ ...place, patchOperations })
  const refused = (op: string, path: string, value?: string) => refusal(() => update({ op, path, value }))
  expect(update({ op: 'replace', path: '/apiKeyRequired', value: 'whatever' }).apiKeyRequired).toBe(false)
  expect(update({ op: 'replace', path: '/authorizerId', value: 'nope' })).toEqual({
    httpMethod: 'ANY',
    authorizationType: 'NONE',
    apiKeyRequired: false,
  })
  const custom = [
    { op: 'replace', path: '/authorizationType', value: 'CUSTOM' },
    { op: 'replace', path: '/authorizerId', value: authorizer.id },
  ]
  expect(update(...custom)).toMatchObject({ authorizationType: 'CUSTOM', authorizerId: authorizer.id })
  expect(update({ op: 'replace', path: '/authorizationType', value: 'NONE' })).not.toHaveProperty('authorizerId')
  expect(
    update(
      { op: 'add', path: '/requestParameters/method.request.header.X', value: 'true' },
      { op: 'add', path: '/requestModels/application~1json', value: 'Empty' },
      { op: 'add', path: '/authorizationScopes', value: 's' },
    ),
  ).toMatchObject({
    requestParameters: { 'method.request.header.X': true },
    requestModels: { 'application/json': 'Empty' },
    authorizationScopes: ['s'],
  })
  expect(update({ op: 'remove', path: '/requestModels/application~1json' })).not.toHaveProperty('requestModels')

  expect(refusal(() => gw.UpdateMethod({ ...place, restApiId: 'nope' }))).toBe(NO_RESOURCE)
  expect(refusal(() => gw.UpdateMethod({ ...place, httpMethod: 'GET', patchOperations: [{ op: 'replace', path: '/x' }] }))).toBe(NO_METHOD)
  for (const path of ['/operationName', '/requestValidatorId']) {
    expect(refused('add', path, 'x')).toBe(`${BAD}Invalid patch operation specified. Must be one of: [replace]`)
  }
  for (const path of ['/httpMethod', '/requestParameters', '/requestModels/application/json']) {
    expect(refused('replace', path, 'x')).toBe(`${BAD}Invalid patch path ${path}`)
  }
  expect(refused('replace', '/authorizationType', 'CUSTOM')).toBe(AUTHORIZER)
  expect(refused('replace', '/requestValidatorId', 'nope')).toBe(`${BAD}Invalid Request Validator identifier specified`)
  expect(refused('add', '/requestModels/a~1b', 'petModel')).toBe(`${BAD}Invalid model identifier specified: petModel`)
  expect(refused('replace', '/requestParameters/method.request.header.Y', 'true')).toBe(
    '404 NotFoundException Invalid parameter name specified',
  )
  expect(refused('remove', '/requestModels/text~1plain')).toBe('404 NotFoundException Content-Type specified was not found')
})

test('method responses: as given, patched, and refused', () => {
  const { gw, place } = apiWithMethod()
  const ok = { ...place, statusCode: '200' }
  expect(gw.PutMethodResponse({ ...place, statusCode: '201' })).toEqual({ statusCode: '201' })
  expect(gw.PutMethodResponse({ ...ok, responseModels: {}, responseParameters: {} })).toEqual({
    statusCode: '200',
    responseModels: {},
    responseParameters: {},
  })
  const add = [
    { op: 'add' as const, path: '/responseParameters/method.response.header.my-header', value: 'true' },
    { op: 'add' as const, path: '/responseModels/application~1json', value: 'Empty' },
  ]
  const patched = {
    statusCode: '200',
    responseModels: { 'application/json': 'Empty' },
    responseParameters: { 'method.response.header.my-header': true },
  }
  expect(gw.UpdateMethodResponse({ ...ok, patchOperations: add })).toEqual(patched)
  expect(gw.GetMethod(place).methodResponses).toEqual({ '201': { statusCode: '201' }, '200': patched })

  expect(refusal(() => gw.PutMethodResponse(ok))).toBe('409 ConflictException Response already exists for this resource')
  expect(refusal(() => gw.PutMethodResponse({ ...place, statusCode: '202', responseModels: { 'a/b': 'petModel' } }))).toBe(
    `${BAD}Invalid model identifier specified: petModel`,
  )
  const update = (members: object, ...patchOperations: object[]) =>
    refusal(() => gw.UpdateMethodResponse({ ...ok, ...members, patchOperations }))
  const CODE = "Value 'wrong' at 'statusCode' failed to satisfy constraint: Member must satisfy regular expression pattern: [1-5]\\d\\d"
  const OP = (n: number) =>
    `Value 'wrong_op' at 'updateMethodResponseInput.patchOperations.${n}.member.op' failed to satisfy constraint: Member must satisfy enum value set: [add, remove, move, test, replace, copy]`
  expect(update({ statusCode: '300' })).toBe(NO_STATUS)
  expect(update({ statusCode: 'wrong' })).toBe(`400 ValidationException 1 validation error detected: ${CODE}`)
  expect(update({ statusCode: 'wrong' }, { op: 'wrong_op', path: '/x' })).toBe(
    `400 ValidationException 2 validation errors detected: ${OP(1)}; ${CODE}`,
  )
  expect(update({}, { op: 'wrong_op' }, { op: 'add', path: '/x' }, { op: 'wrong_op' })).toBe(
    `400 ValidationException 2 validation errors detected: ${OP(1)}; ${OP(3)}`,
  )
  expect(update({ resourceId: 'nope' })).toBe(NO_RESOURCE)
  expect(update({ httpMethod: 'GET' })).toBe(NO_METHOD)
  expect(update({}, { op: 'replace', path: '/responseParameters/method.response.header.no', value: 'true' })).toBe(
    '404 NotFoundException Invalid parameter name specified',
  )
  expect(update({}, { op: 'replace', path: '/responseModels/a~1b', value: 'Empty' })).toBe(
    '404 NotFoundException Content-Type specified was not found',
  )
  expect(update({}, { op: 'replace', path: '/statusCode', value: '202' })).toBe(`${BAD}Invalid patch path /statusCode`)
  gw.DeleteMethodResponse(ok)
  expect(refusal(() => gw.GetMethodResponse(ok))).toBe(NO_STATUS)
})

test.each(['none', 'None', 'NONE'])('the authorization type %s is NONE', (authorizationType) => {
  const { gw, place } = apiWithMethod()
  expect(gw.PutMethod({ ...place, httpMethod: 'GET', authorizationType }).authorizationType).toBe('NONE')
})

test('UpdateMethod looks for the resource first, and for the authorizer once it is asked for', () => {
  const { gw, place } = apiWithMethod()
  expect(refusal(() => gw.UpdateMethod({ ...place, resourceId: 'nope' }))).toBe(NO_RESOURCE)
  const patchOperations = [
    { op: 'replace' as const, path: '/authorizationType', value: 'CUSTOM' },
    { op: 'replace' as const, path: '/authorizerId', value: 'nope' },
  ]
  expect(refusal(() => gw.UpdateMethod({ ...place, patchOperations }))).toBe(AUTHORIZER)
  expect(gw.GetMethod(place).authorizationType).toBe('NONE')
})

test('a method with an authorizer may ask for a key besides', () => {
  const { gw, restApiId, place } = apiWithMethod()
  const { id } = gw.CreateAuthorizer({ restApiId, name: 'a', type: 'TOKEN', authorizerUri: 'arn' })
  const input = { ...place, httpMethod: 'GET', authorizationType: 'CUSTOM', authorizerId: id, apiKeyRequired: true }
  expect(gw.PutMethod(input)).toEqual({ httpMethod: 'GET', authorizationType: 'CUSTOM', authorizerId: id, apiKeyRequired: true })
})

test.each([1, 2, 4])('%i wrong patch operations of a method response are told in one', (count) => {
  const { gw, place } = apiWithMethod()
  const ok = { ...place, statusCode: '200' }
  gw.PutMethodResponse(ok)
  const patchOperations = Array.from({ length: count }, () => ({ op: 'wrong_op' as never, path: '/x' }))
  const told = patchOperations.map(
    (_, index) =>
      `Value 'wrong_op' at 'updateMethodResponseInput.patchOperations.${index + 1}.member.op' failed to satisfy constraint: Member must satisfy enum value set: [add, remove, move, test, replace, copy]`,
  )
  const head = count === 1 ? '1 validation error detected' : `${count} validation errors detected`
  expect(refusal(() => gw.UpdateMethodResponse({ ...ok, patchOperations }))).toBe(`400 ValidationException ${head}: ${told.join('; ')}`)
})
