import { firstHeader } from '../../../emulator/base/headers'
import { AwsError } from '../../../emulator/model/errors'
import type { ServiceBinding } from '../../../emulator/protocols/services'
import { bindingOf, FORM, type RawCall, rawPlane } from './raw-call'

const ID = /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/g
const NOW = new Date(Date.UTC(2026, 0, 2, 3, 4, 5, 678))

/** Status, content type and body of an answer, its request id made known. */
async function answer(binding: ServiceBinding, call: RawCall) {
  const response = await rawPlane([binding])({ signed: binding.service.name, ...call })
  if (response === undefined) throw new Error('No service')
  const pieces: Uint8Array[] = []
  for await (const piece of response.stream ?? []) pieces.push(piece)
  return {
    status: response.status,
    type: firstHeader(response.headers, 'content-type'),
    body: `${response.body}${Buffer.concat(pieces)}`.replace(ID, '<id>'),
    headers: response.headers,
  }
}

const throwing =
  (code: string, status = 400, extra: Record<string, unknown> = {}) =>
  () => {
    throw new AwsError(code, 'Why?', status, extra)
  }

const API = '/restapis/a'
const RESOURCE = `${API}/resources/b`

// facts/09, section 1.
test.each([
  ['POST', '/restapis', 'CreateRestApi', 201],
  ['PUT', `${RESOURCE}/methods/GET`, 'PutMethod', 201],
  ['PATCH', `${RESOURCE}/methods/GET/responses/200`, 'UpdateMethodResponse', 201],
  ['PATCH', `${RESOURCE}/methods/GET`, 'UpdateMethod', 200],
  ['DELETE', API, 'DeleteRestApi', 202],
  ['DELETE', `${RESOURCE}/methods/GET`, 'DeleteMethod', 204],
  ['DELETE', `${RESOURCE}/methods/GET/integration/responses/200`, 'DeleteIntegrationResponse', 204],
  ['POST', '/vpclinks', 'CreateVpcLink', 202],
  ['PUT', '/tags/arn%3Aaws%3Aapigateway%3Aus-east-1%3A%3A%2Frestapis%2Fa', 'TagResource', 204],
  ['POST', '/restapis?mode=import', 'ImportRestApi', 201],
  ['PUT', `${API}?mode=overwrite`, 'PutRestApi', 200],
  ['POST', `${RESOURCE}/methods/GET`, 'TestInvokeMethod', 200],
  ['GET', `${API}/stages/`, 'GetStages', 200],
])('API Gateway answers %s %s (%s) with %i', async (method, target, operation, status) => {
  const found = await answer(bindingOf('apigateway', { [operation]: () => ({}) }), { method, target, body: method === 'GET' ? '' : '{}' })
  expect(found.status).toBe(status)
})

test('REST-JSON: absent members are left out, null stays in maps, moments are epoch seconds, names are those of the wire', async () => {
  const binding = bindingOf('apigateway', {
    GetRestApis: () => ({ items: [{ id: 'a', name: undefined, createdDate: NOW }], position: 'next' }),
    GetIntegrationResponse: () => ({ statusCode: '200', responseTemplates: { 'application/json': null, 'text/plain': '' } }),
    DeleteRestApi: () => ({}),
  })
  expect((await answer(binding, { method: 'GET', target: '/restapis' })).body).toBe(
    '{"item":[{"id":"a","createdDate":1767323045.678}],"position":"next"}',
  )
  const { body } = await answer(binding, { method: 'GET', target: `${RESOURCE}/methods/GET/integration/responses/200` })
  expect(JSON.parse(body)).toEqual({ statusCode: '200', responseTemplates: { 'application/json': null, 'text/plain': '' } })
  expect(await answer(binding, { method: 'DELETE', target: API })).toMatchObject({ status: 202, body: '' })
})

test('REST-JSON: labels are decoded, a query may repeat a name, unknown members are left out, types are kept', async () => {
  const inputs: unknown[] = []
  const note = (input: unknown) => {
    inputs.push(input)
    return {}
  }
  const binding = bindingOf('apigateway', { UntagResource: note, PutRestApi: note, PutIntegration: note, GetSdk: note })
  await answer(binding, { method: 'DELETE', target: '/tags/arn%3Aaws%3A%2Frestapis%2Fa?tagKeys=a+b&tagKeys=c%26d' })
  await answer(binding, { method: 'PUT', target: `${API}?mode=merge&failonwarnings=true&basepath=split`, body: '{"swagger":"2.0"}' })
  const written =
    '{"type":"MOCK","httpMethod":"POST","timeoutInMillis":50,"cacheKeyParameters":null,"requestTemplates":{"a/b":null},"odd":1}'
  await answer(binding, { method: 'PUT', target: `${RESOURCE}/methods/GET/integration`, body: written })
  expect(inputs).toEqual([
    { resourceArn: 'arn:aws:/restapis/a', tagKeys: ['a b', 'c&d'] },
    {
      restApiId: 'a',
      mode: 'merge',
      failOnWarnings: true,
      parameters: { basepath: 'split' },
      body: new Uint8Array(Buffer.from('{"swagger":"2.0"}')),
    },
    {
      restApiId: 'a',
      resourceId: 'b',
      httpMethod: 'GET',
      type: 'MOCK',
      integrationHttpMethod: 'POST',
      timeoutInMillis: 50,
      requestTemplates: { 'a/b': null },
    },
  ])
})

test('REST-JSON: bodies that are one member, status and header fields that are members', async () => {
  const binding = bindingOf('lambda', {
    Invoke: () => ({ StatusCode: 202, FunctionError: 'Un\nhandled é', ExecutedVersion: '$LATEST', Payload: Buffer.from('{"a":1}') }),
  })
  const { headers, ...found } = await answer(binding, { target: '/2015-03-31/functions/f/invocations' })
  expect(found).toEqual({ status: 202, type: 'application/json', body: '{"a":1}' })
  expect(firstHeader(headers, 'x-amz-executed-version')).toBe('$LATEST')
  expect(Buffer.from(firstHeader(headers, 'x-amz-function-error') ?? '', 'latin1').toString('utf8')).toBe('Un handled é')
})

test('an error in the middle of an event stream is a message of its own kind', async () => {
  const binding = bindingOf('logs', { StartLiveTail: () => ({ responseStream: [{ SessionTimeoutException: { message: 'over' } }] }) })
  const call = { headers: ['X-Amz-Target', 'Logs_20140328.StartLiveTail'], body: '{"logGroupIdentifiers":[]}' }
  const { body, type } = await answer(binding, call)
  expect(type).toBe('application/vnd.amazon.eventstream')
  expect(body).toMatch(/initial-response[\s\S]*:exception-type[\s\S]*SessionTimeoutException[\s\S]*\{"message":"over"\}/)
})

test('Query: the result inside the response, with the request id behind it', async () => {
  const iam = bindingOf('iam', {
    GetRole: () => ({ Role: { RoleName: 'a&b', CreateDate: NOW, Tags: [{ Key: 'k', Value: '' }] } }),
    DeleteRole: () => ({}),
  })
  const form = (body: string) => ({ headers: FORM, body })
  expect(await answer(iam, form('Action=GetRole&RoleName=a'))).toMatchObject({
    status: 200,
    type: 'text/xml',
    body: `<GetRoleResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/">
  <GetRoleResult><Role><RoleName>a&amp;b</RoleName><CreateDate>2026-01-02T03:04:05.678Z</CreateDate><Tags><member><Key>k</Key><Value></Value></member></Tags></Role></GetRoleResult>
  <ResponseMetadata>
    <RequestId><id></RequestId>
  </ResponseMetadata>
</GetRoleResponse>
`,
  })
  expect((await answer(iam, form('Action=DeleteRole&RoleName=a'))).body).not.toContain('Result')
})

test('Query: positions order lists, gaps do not count, an empty value is an empty list', async () => {
  let input: unknown
  const binding = bindingOf('cloudformation', {
    CreateStack: (given) => {
      input = given
      return {}
    },
  })
  const pairs = [
    'StackName=s',
    'Tags.member.10.Key=c',
    'Tags.member.10.Value=d',
    'Tags.member.2.Key=a',
    'Tags.member.2.Value=b',
    'NotificationARNs=',
    'TimeoutInMinutes=5',
    'DisableRollback=True',
  ]
  await answer(binding, { headers: FORM, body: `Action=CreateStack&Version=2010-05-15&${pairs.join('&')}` })
  expect(input).toEqual({
    StackName: 's',
    Tags: [
      { Key: 'a', Value: 'b' },
      { Key: 'c', Value: 'd' },
    ],
    NotificationARNs: [],
    TimeoutInMinutes: 5,
    DisableRollback: true,
  })
})

describe('errors', () => {
  test('REST-JSON: the name in a header field, the message under the name that the model gives it', async () => {
    const get = (binding: ServiceBinding, target: string) => answer(binding, { method: 'GET', target })
    const missing = await get(bindingOf('apigateway', { GetRestApi: throwing('NotFoundException', 404) }), API)
    expect(missing).toMatchObject({ status: 404, type: 'application/json', body: '{"message":"Why?"}' })
    expect(firstHeader(missing.headers, 'x-amzn-errortype')).toBe('NotFoundException')

    const slow = await get(
      bindingOf('apigateway', { GetRestApi: throwing('TooManyRequestsException', 429, { retryAfterSeconds: '7' }) }),
      API,
    )
    expect([firstHeader(slow.headers, 'retry-after'), slow.body]).toEqual(['7', '{"message":"Why?"}'])

    const lambda = (code: string) => get(bindingOf('lambda', { GetFunction: throwing(code, 404, { Odd: 1 }) }), '/2015-03-31/functions/f')
    expect(JSON.parse((await lambda('ResourceNotFoundException')).body)).toEqual({ Type: 'User', Message: 'Why?', Odd: 1 })
    expect(JSON.parse((await lambda('ValidationException')).body)).toEqual({ message: 'Why?', Odd: 1 })
  })

  test('AWS JSON: the name in __type; clients that once spoke Query get the old code too', async () => {
    const binding = bindingOf('ssm', { GetParameter: throwing('ParameterNotFound') })
    const headers = ['X-Amz-Target', 'AmazonSSM.GetParameter', 'Content-Type', 'application/x-amz-json-1.0', 'X-Amzn-Query-Mode', 'true']
    const found = await answer(binding, { headers, body: '{"Name":"a"}' })
    expect(found).toMatchObject({
      status: 400,
      type: 'application/x-amz-json-1.0',
      body: '{"__type":"ParameterNotFound","message":"Why?"}',
    })
    expect(firstHeader(found.headers, 'x-amzn-query-error')).toBe('ParameterNotFound;Sender')
  })

  test('Query: the code that the model has for it', async () => {
    const binding = bindingOf('iam', { GetRole: throwing('NoSuchEntityException', 404) })
    expect(await answer(binding, { headers: FORM, body: 'Action=GetRole&RoleName=a' })).toMatchObject({
      status: 404,
      type: 'text/xml',
      body: `<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/">
  <Error>
    <Type>Sender</Type>
    <Code>NoSuchEntity</Code>
    <Message>Why?</Message>
  </Error>
  <RequestId><id></RequestId>
</ErrorResponse>
`,
    })
  })

  test('our own bug answers 500, its stack goes to the console', async () => {
    const printed = jest.spyOn(console, 'error').mockImplementation(() => {})
    const bug = new TypeError('x is not a function')
    const binding = bindingOf('ssm', {
      GetParameter: () => {
        throw bug
      },
    })
    const found = await answer(binding, { headers: ['X-Amz-Target', 'AmazonSSM.GetParameter'], body: '{"Name":"a"}' })
    expect(found).toMatchObject({ status: 500, body: '{"__type":"InternalFailure","message":"The emulator failed: x is not a function"}' })
    expect(printed).toHaveBeenCalledWith(bug)
    printed.mockRestore()
  })

  test('members that the model requires are named all at once, by the service or here, never by both', async () => {
    const form = { headers: FORM, body: 'Action=CreateRole&Tags.member.1.Key=a' }
    const text = (...members: string[]) =>
      members.map((member) => `Value null at '${member}' failed to satisfy constraint: Member must not be null`).join('; ')
    const iam = await answer(bindingOf('iam', { CreateRole: () => ({}) }), form)
    expect(iam.body).toContain('<Code>ValidationError</Code>')
    expect(iam.body).toContain(`3 validation errors detected: ${text('roleName', 'assumeRolePolicyDocument', 'tags.1.member.value')}`)
    const ssm = await answer(bindingOf('ssm', { GetParameter: () => ({}) }), { headers: ['X-Amz-Target', 'AmazonSSM.GetParameter'] })
    expect(JSON.parse(ssm.body)).toEqual({ __type: 'ValidationException', Message: `1 validation error detected: ${text('name')}` })
    const own = await answer(bindingOf('apigateway', { CreateRestApi: () => ({}) }), { target: '/restapis', body: '{}' })
    expect(own.status).toBe(201)
  })
})
