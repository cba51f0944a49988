import { SignatureV4 } from '@smithy/signature-v4'
import { emulate, type Gateway } from '../../../emulator/testing/index'
import { mockOf, restTemplate } from '../../support/rest-template'
import { type Keys, ROOT, Sha256 } from '../../support/sign'

const OBEY = `exports.handler = async (event) => {
  const order = JSON.parse(event.body ?? '{}')
  if (order.throw) throw new Error('no')
  return 'answer' in order ? order.answer : event
}`

const STREAMING = `exports.handler = awslambda.streamifyResponse(async (event, stream) => {
  const mode = event.queryStringParameters.with
  if (mode === 'metadata') {
    const out = awslambda.HttpResponseStream.from(stream, { statusCode: 201, headers: { 'content-type': 'text/plain', 'x-mine': 'yes' } })
    out.write('one'); await new Promise((r) => setTimeout(r, 20)); out.write('two'); out.end()
  } else if (mode === 'raw') stream.end('raw')
  else if (mode === 'typed') { stream.setContentType('text/html'); stream.end('<p>') }
  else if (mode === 'nothing') stream.end()
  else if (mode === 'break') { stream.write('part'); await new Promise((r) => setTimeout(r, 20)); throw new Error('broken') }
  else throw new Error('failed')
})`

const url = (name: string, properties: object, permission: object = {}) => ({
  [`${name}Url`]: {
    Type: 'AWS::Lambda::Url',
    Properties: { TargetFunctionArn: { 'Fn::GetAtt': [name, 'Arn'] }, AuthType: 'NONE', ...properties },
  },
  [`${name}UrlPermission`]: {
    Type: 'AWS::Lambda::Permission',
    Properties: {
      Action: 'lambda:InvokeFunctionUrl',
      FunctionName: { Ref: name },
      Principal: '*',
      FunctionUrlAuthType: 'NONE',
      ...permission,
    },
  },
})

let gateway: Gateway
const urls: Record<string, string> = {}
beforeAll(async () => {
  const template = restTemplate({
    routes: { 'GET /': mockOf('1') },
    functions: { Open: OBEY, Iam: OBEY, Closed: OBEY, Streaming: STREAMING },
    resources: {
      ...url('Open', { Cors: { AllowOrigins: ['https://shop.example'], AllowMethods: ['GET'], MaxAge: 60 } }),
      ...url('Iam', { AuthType: 'AWS_IAM' }, { FunctionUrlAuthType: 'AWS_IAM', Principal: '123456789012' }),
      ...url('Streaming', { InvokeMode: 'RESPONSE_STREAM' }),
      ...url('Closed', {}, { Action: 'lambda:InvokeFunction', FunctionUrlAuthType: undefined }),
    },
  })
  const Outputs = Object.fromEntries(
    ['Open', 'Iam', 'Closed', 'Streaming'].map((name) => [name, { Value: { 'Fn::GetAtt': [`${name}Url`, 'FunctionUrl'] } }]),
  )
  gateway = await emulate({ ...template, Outputs }, { clock: new Date('2026-03-05T06:07:08Z'), verifySignatures: true })
  for (const name of ['Open', 'Iam', 'Closed', 'Streaming']) urls[name] = (gateway.outputs[name] as string).replace(/\/$/, '')
})
afterAll(() => gateway.stop())

const ask = (order: unknown, init: RequestInit = {}) =>
  gateway.fetch(`${urls['Open']}/`, {
    method: 'POST',
    body: JSON.stringify(order),
    ...init,
    headers: { 'Content-Type': 'application/json', ...init.headers },
  })

test('the event is of payload format 2.0', async () => {
  const event = await (await gateway.fetch(`${urls['Open']}/a/b?x=1&x=2`, { headers: { Cookie: 'k=1; l=2', 'X-Twice': 'a' } })).json()
  expect(event).toMatchObject({
    version: '2.0',
    routeKey: '$default',
    rawPath: '/a/b',
    rawQueryString: 'x=1&x=2',
    cookies: ['k=1', 'l=2'],
    headers: { 'x-twice': 'a', 'x-forwarded-proto': 'https' },
    queryStringParameters: { x: '1,2' },
    requestContext: {
      accountId: 'anonymous',
      http: { method: 'GET', path: '/a/b', sourceIp: '127.0.0.1' },
      stage: '$default',
      time: '05/Mar/2026:06:07:08 +0000',
    },
    isBase64Encoded: false,
  })
  expect(event).not.toHaveProperty('body')
})

test.each<[string, unknown, number, string]>([
  ['a status, cookies and a body', { answer: { statusCode: 201, cookies: ['a=1'], body: 'x' } }, 201, 'x'],
  ['an object', { answer: { a: 1 } }, 200, '{"a":1}'],
  ['a text', { answer: 'hello' }, 200, 'hello'],
  ['base64', { answer: { statusCode: 200, body: 'aGk=', isBase64Encoded: true } }, 200, 'hi'],
  ['a status that is none', { answer: { statusCode: 'x' } }, 502, 'Internal Server Error'],
  ['an error', { throw: true }, 502, 'Internal Server Error'],
])('the function answers %s', async (_what, order, status, body) => {
  const response = await ask(order)
  expect([response.status, await response.text()]).toEqual([status, body])
})

test('CORS is answered by the URL itself', async () => {
  const preflight = await gateway.fetch(`${urls['Open']}/`, { method: 'OPTIONS', headers: { Origin: 'https://shop.example' } })
  expect(Object.fromEntries(preflight.headers)).toMatchObject({
    'access-control-allow-origin': 'https://shop.example',
    'access-control-allow-methods': 'GET',
    'access-control-max-age': '60',
  })
  const stranger = await ask({ answer: 'x' }, { headers: { Origin: 'https://evil.example' } })
  expect(stranger.headers.has('access-control-allow-origin')).toBe(false)
})

const signed = async (keys: Keys, headers: Record<string, string> = {}): Promise<Response> => {
  const host = String(urls['Iam']).replace('https://', '')
  const signer = new SignatureV4({ service: 'lambda', region: 'us-east-1', credentials: keys, sha256: Sha256 })
  const request = { method: 'GET', protocol: 'https:', hostname: host, path: '/', headers: { host, ...headers } }
  const { headers: sent } = await signer.sign(request, { signingDate: gateway.clock.now() })
  return gateway.fetch(`${urls['Iam']}/`, { headers: sent })
}

test('AWS_IAM: a signature opens, and the event tells whose it is', async () => {
  const response = await signed(ROOT)
  expect(response.status).toBe(200)
  expect(((await response.json()) as { requestContext: unknown }).requestContext).toMatchObject({
    accountId: '000000000000',
    authorizer: {
      iam: { accessKey: 'PORTICOACCESSKEY', accountId: '000000000000', userArn: 'arn:aws:iam::000000000000:root', cognitoIdentity: null },
    },
  })
})

test('AWS_IAM: a signature that is wrong, or for another service, is refused', async () => {
  const wrong = await signed({ ...ROOT, secretAccessKey: 'other' })
  expect([wrong.status, await wrong.text()]).toEqual([403, expect.stringContaining('signature we calculated does not match')])
  const { headers } = await new SignatureV4({ service: 'execute-api', region: 'us-east-1', credentials: ROOT, sha256: Sha256 }).sign({
    method: 'GET',
    protocol: 'https:',
    hostname: 'x',
    path: '/',
    headers: { host: String(urls['Iam']).replace('https://', '') },
  })
  expect((await gateway.fetch(`${urls['Iam']}/`, { headers })).status).toBe(403)
})

test('RESPONSE_STREAM: status and header fields, then each piece as it comes', async () => {
  const response = await gateway.fetch(`${urls['Streaming']}/?with=metadata`)
  expect([response.status, response.headers.get('content-type'), response.headers.get('x-mine')]).toEqual([201, 'text/plain', 'yes'])
  const pieces: string[] = []
  for await (const piece of response.body ?? []) pieces.push(Buffer.from(piece).toString())
  expect(pieces).toEqual(['one', 'two'])
})

test.each([
  ['a stream without metadata', 'raw', 200, 'application/octet-stream', 'raw'],
  ['a stream of a type', 'typed', 200, 'text/html', '<p>'],
  ['nothing', 'nothing', 200, 'application/octet-stream', ''],
  ['a failure before the first piece', 'fail', 502, 'application/json', 'Internal Server Error'],
])('RESPONSE_STREAM: %s', async (_what, mode, status, type, body) => {
  const response = await gateway.fetch(`${urls['Streaming']}/?with=${mode}`)
  expect([response.status, response.headers.get('content-type'), await response.text()]).toEqual([status, type, body])
})

test('RESPONSE_STREAM: a failure in the middle breaks the body off', async () => {
  const response = await gateway.fetch(`${urls['Streaming']}/?with=break`)
  expect(response.status).toBe(200)
  await expect(response.text()).rejects.toThrow()
})

test('a URL that asks for IAM, or that the policy does not open, is closed', async () => {
  for (const name of ['Iam', 'Closed']) expect((await gateway.fetch(`${urls[name]}/`)).status).toBe(403)
  expect((await gateway.fetch('https://unknown.lambda-url.us-east-1.on.aws/')).status).toBe(403)
})
