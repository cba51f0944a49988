import { strToU8, zipSync } from 'fflate'
import { ManualClock } from '../../../../emulator/base/clock'
import { Emulator } from '../../../../emulator/index'
import { apigateway } from '../../../../emulator/services/apigateway/index'
import { lambda } from '../../../../emulator/services/lambda/index'
import { bind } from '../../../../emulator/services/operations'

let emulator: Emulator
beforeAll(() => {
  emulator = new Emulator({ clock: new ManualClock(Date.UTC(2026, 0, 2, 3, 4, 5)) })
})
afterAll(() => emulator.stop())

async function method(integration: object, response?: string) {
  const gw = bind(apigateway.operations, emulator.call())
  const api = await gw.CreateRestApi({ name: 'tested' })
  const { id: resourceId } = await gw.CreateResource({ restApiId: api.id, parentId: api.rootResourceId, pathPart: '{petId}' })
  const place = { restApiId: api.id, resourceId, httpMethod: 'POST' }
  await gw.PutMethod({ ...place, authorizationType: 'AWS_IAM', apiKeyRequired: true })
  await gw.PutMethodResponse({ ...place, statusCode: '200' })
  await gw.PutIntegration({ ...place, ...(integration as { type: 'MOCK' }) })
  await gw.PutIntegrationResponse({
    ...place,
    statusCode: '200',
    ...(response === undefined ? {} : { responseTemplates: { 'application/json': response } }),
  })
  return { gw, place }
}

const MOCK = { type: 'MOCK', requestTemplates: { 'application/json': '{"statusCode": 200}' } }

test("a method is run as it stands: no authorization, no key, no deployment; the log is the method's", async () => {
  const { gw, place } = await method(MOCK, '$input.params("petId") $input.params("q") $context.stage $stageVariables.v')
  const got = await gw.TestInvokeMethod({
    ...place,
    pathWithQueryString: '/42?q=why',
    headers: { 'X-A': 'hey', Authorization: 'secret-123456' },
    body: '{"a":1}',
    stageVariables: { v: 'set' },
  })
  expect(got).toMatchObject({
    status: 200,
    body: '42 why test-invoke-stage set',
    headers: { 'Content-Type': 'application/json' },
    multiValueHeaders: { 'Content-Type': ['application/json'] },
    latency: expect.any(Number),
  })
  const id = /^Execution log for request (\S+)\n/.exec(got.log ?? '')?.[1]
  const lines = [
    `Starting execution for request: ${id}`,
    'HTTP Method: POST, Resource Path: /42',
    'Method request path: {petId=42}',
    'Method request query string: {q=why}',
    'Method request headers: {X-A=hey, Authorization=*******123456}',
    'Method request body before transformations: {"a":1}',
    'Method response body after transformations: 42 why test-invoke-stage set',
    'Method response headers: {Content-Type=application/json}',
    'Successfully completed execution',
    'Method completed with status: 200',
  ]
  expect(got.log).toBe(`Execution log for request ${id}\n${lines.map((line) => `Fri Jan 02 03:04:05 UTC 2026 : ${line}\n`).join('')}`)
})

test('a bad endpoint: the refusal shows its error type alone, and the log why (facts/13, 234)', async () => {
  const { gw, place } = await method({ type: 'HTTP', integrationHttpMethod: 'GET', uri: 'http://${stageVariables.host}' })
  const got = await gw.TestInvokeMethod(place)
  expect(got).toMatchObject({
    status: 500,
    body: '{"message": "Internal server error"}',
    headers: { 'x-amzn-ErrorType': 'InternalServerErrorException' },
  })
  expect(Object.keys(got.headers ?? {})).toEqual(['x-amzn-ErrorType'])
  expect(got.log).toMatch(/Execution failed due to configuration error: Invalid endpoint address\n.*Method completed with status: 500\n$/)
  expect(got.log).toContain('Resource Path: /{petId}\n')
})

test('what is not there', async () => {
  const { gw, place } = await method(MOCK)
  await expect(gw.TestInvokeMethod({ ...place, httpMethod: 'PUT' })).rejects.toThrow('Invalid Method identifier specified')
  await expect(gw.TestInvokeMethod({ ...place, resourceId: 'zzzzzz' })).rejects.toThrow('Invalid Resource identifier specified')
})

const AUTHORIZER = `exports.handler = async (event) => {
  const said = event.authorizationToken ?? event.headers.Who
  if (said === 'nobody') throw new Error('Unauthorized')
  if (said === 'broken') return {}
  return { principalId: said, policyDocument: { Version: '2012-10-17', Statement: [{ Action: 'execute-api:Invoke', Effect: 'Allow', Resource: event.methodArn }] } }
}`

test('an authorizer is asked as by a request: allowed, refused, failed, not asked at all', async () => {
  const call = emulator.call()
  const functions = bind(lambda.operations, call)
  const fn = await functions.CreateFunction({
    FunctionName: 'guard',
    Runtime: 'nodejs20.x',
    Handler: 'index.handler',
    Role: 'arn:aws:iam::000000000000:role/x',
    Code: { ZipFile: zipSync({ 'index.js': strToU8(AUTHORIZER) }) },
  })
  await functions.AddPermission({
    FunctionName: 'guard',
    StatementId: 's',
    Action: 'lambda:InvokeFunction',
    Principal: 'apigateway.amazonaws.com',
  })
  const gw = bind(apigateway.operations, call)
  const { id: restApiId } = await gw.CreateRestApi({ name: 'guarded' })
  const authorizerUri = `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${fn.FunctionArn}/invocations`
  const make = async (type: 'TOKEN' | 'REQUEST', more: object) =>
    (await gw.CreateAuthorizer({ restApiId, name: `${type}`, type, authorizerUri, ...more })).id
  const token = await make('TOKEN', { identitySource: 'method.request.header.Authorization', identityValidationExpression: '[a-z]+' })
  const request = await make('REQUEST', { identitySource: 'method.request.header.Who' })
  const ask = (authorizerId: string | undefined, headers: Record<string, string>) =>
    gw.TestInvokeAuthorizer({ restApiId, authorizerId, headers })
  const allowed = await ask(token, { Authorization: 'somebody' })
  expect(allowed).toMatchObject({
    clientStatus: 0,
    principalId: 'somebody',
    latency: expect.any(Number),
    log: expect.stringMatching(/Incoming identity: \*\*mebody\n[\s\S]*Successfully completed authorizer execution\n$/),
  })
  expect(JSON.parse(allowed.policy ?? '')).toMatchObject({
    Statement: [{ Resource: `arn:aws:execute-api:us-east-1:000000000000:${restApiId}/ESTestInvoke-stage/GET/` }],
  })
  const status = async (id: string | undefined, headers: Record<string, string>) => (await ask(id, headers)).clientStatus
  expect([
    await status(token, { Authorization: 'nobody' }),
    await status(token, { Authorization: 'NOT-MATCHING' }),
    await status(token, {}),
    await status(token, { Authorization: 'broken' }),
  ]).toEqual([401, 401, 401, 500])
  expect([await status(request, { Who: 'me' }), await status(request, {})]).toEqual([0, 401])
  await expect(gw.TestInvokeAuthorizer({ restApiId, authorizerId: 'none' })).rejects.toThrow('Invalid Authorizer identifier specified')
})
