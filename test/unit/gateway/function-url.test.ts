import { emulate, type Gateway } from '../../../emulator/testing/index'
import { mockOf, restTemplate } from '../../support/rest-template'

const OBEY = `exports.handler = async (event) => {
  const order = JSON.parse(event.body ?? '{}')
  if (order.throw) throw new Error('no')
  return 'answer' in order ? order.answer : event
}`

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
    functions: { Open: OBEY, Iam: OBEY, Closed: OBEY },
    resources: {
      ...url('Open', { Cors: { AllowOrigins: ['https://shop.example'], AllowMethods: ['GET'], MaxAge: 60 } }),
      ...url('Iam', { AuthType: 'AWS_IAM' }),
      ...url('Closed', {}, { Action: 'lambda:InvokeFunction', FunctionUrlAuthType: undefined }),
    },
  })
  const Outputs = Object.fromEntries(
    ['Open', 'Iam', 'Closed'].map((name) => [name, { Value: { 'Fn::GetAtt': [`${name}Url`, 'FunctionUrl'] } }]),
  )
  gateway = await emulate({ ...template, Outputs }, { clock: new Date('2026-03-05T06:07:08Z') })
  for (const name of ['Open', 'Iam', 'Closed']) urls[name] = (gateway.outputs[name] as string).replace(/\/$/, '')
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

test('a URL that asks for IAM, or that the policy does not open, is closed', async () => {
  for (const name of ['Iam', 'Closed']) expect((await gateway.fetch(`${urls[name]}/`)).status).toBe(403)
  expect((await gateway.fetch('https://unknown.lambda-url.us-east-1.on.aws/')).status).toBe(403)
})
