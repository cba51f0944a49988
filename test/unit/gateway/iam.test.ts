import {
  CreateAccessKeyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  IAMClient,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
  UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam'
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts'
import { SignatureV4 } from '@smithy/signature-v4'
import { emulate, type Gateway } from '../../../emulator/testing/index'
import { ECHO, restTemplate, type TestMethod } from '../../support/rest-template'
import { type Keys, Sha256 } from '../../support/sign'

const iam = (method: TestMethod = { fn: 'Echo' }): TestMethod => ({ ...method, method: { AuthorizationType: 'AWS_IAM' } })
const POLICY = (Effect: string, Resource: string) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect, Action: 'execute-api:Invoke', Resource }] })

let strict: Gateway
let trusting: Gateway
let alice: Keys
let bob: Keys
let session: Keys
let host: string
beforeAll(async () => {
  const template = restTemplate({
    functions: { Echo: ECHO },
    routes: { 'GET /orders/{id}': iam(), 'POST /orders': iam(), 'GET /denied': iam(), 'GET /open': { fn: 'Echo' } },
  })
  strict = await emulate(template, { clock: new Date('2026-01-02T03:04:05Z'), port: 0, verifySignatures: true, account: '123456789012' })
  trusting = await emulate(template)
  host = `${strict.outputs['ApiId']}.execute-api.us-east-1.amazonaws.com`
  const client = {
    endpoint: strict.url ?? '',
    region: 'us-east-1',
    credentials: { accessKeyId: 'PORTICOACCESSKEY', secretAccessKey: 'portico' },
  }
  const users = new IAMClient(client)
  const keyOf = async (UserName: string): Promise<Keys> => {
    await users.send(new CreateUserCommand({ UserName }))
    const { AccessKey } = await users.send(new CreateAccessKeyCommand({ UserName }))
    return { accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? '' }
  }
  alice = await keyOf('alice')
  bob = await keyOf('bob')
  const policies = [
    ['invoke', POLICY('Allow', 'arn:aws:execute-api:*:*:*/test/*')],
    ['not-this', POLICY('Deny', 'arn:aws:execute-api:*:*:*/*/GET/denied')],
  ] as const
  for (const [PolicyName, PolicyDocument] of policies)
    await users.send(new PutUserPolicyCommand({ UserName: 'alice', PolicyName, PolicyDocument }))
  await users.send(new CreateRoleCommand({ RoleName: 'caller', AssumeRolePolicyDocument: '{"Statement":[]}' }))
  await users.send(
    new PutRolePolicyCommand({
      RoleName: 'caller',
      PolicyName: 'invoke',
      PolicyDocument: POLICY('Allow', 'arn:aws:execute-api:us-east-1:123456789012:*/test/GET/orders/*'),
    }),
  )
  const sts = new STSClient(client)
  const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn: 'arn:aws:iam::123456789012:role/caller', RoleSessionName: 'me' }))
  session = {
    accessKeyId: Credentials?.AccessKeyId ?? '',
    secretAccessKey: Credentials?.SecretAccessKey ?? '',
    sessionToken: Credentials?.SessionToken ?? '',
  }
})
afterAll(async () => {
  await strict.stop()
  await trusting.stop()
})

interface Asked {
  readonly method?: string
  readonly path?: string
  readonly query?: Record<string, string>
  readonly body?: string
  readonly at?: Date
  readonly region?: string
  readonly service?: string
  readonly presign?: boolean
}

/** A request as AWS's own signer signs it. */
const signed = async (
  credentials: Keys,
  {
    method = 'GET',
    path = '/orders/1',
    query = {},
    body,
    at = strict.clock.now(),
    region = 'us-east-1',
    service = 'execute-api',
    presign = false,
  }: Asked = {},
) => {
  const signer = new SignatureV4({ service, region, credentials, sha256: Sha256 as never })
  const request = {
    method,
    protocol: 'https:',
    hostname: host,
    path: `/test${path}`,
    query,
    headers: { host },
    ...(body === undefined ? {} : { body }),
  }
  return presign ? signer.presign(request, { signingDate: at, expiresIn: 60 }) : signer.sign(request, { signingDate: at })
}
type Signed = Awaited<ReturnType<typeof signed>>

const send = async ({ method, path, query = {}, headers, body }: Signed, gateway = strict) => {
  const pairs = Object.entries(query).map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`)
  const target = path.replace(/^\/test/, '') + (pairs.length > 0 ? `?${pairs.join('&')}` : '')
  const response = await gateway.fetch(target, {
    method,
    headers: { ...headers, host: `${gateway.outputs['ApiId']}.execute-api.us-east-1.amazonaws.com` },
    ...(body === undefined ? {} : { body }),
  })
  return { status: response.status, text: await response.text(), type: response.headers.get('x-amzn-errortype') }
}
const ask = async (credentials: Keys, asked: Asked = {}) => send(await signed(credentials, asked))
const identity = ({ text }: { text: string }) =>
  (JSON.parse(text) as { requestContext: { identity: Record<string, unknown> } }).requestContext.identity

test.each<[string, Asked]>([
  ['a header', {}],
  ['a body', { method: 'POST', path: '/orders', body: '{"a":"ü"}' }],
  ['a query string, in any order', { query: { z: '1', a: 'x y', B: '+&=' } }],
  ['a path with characters of UTF-8', { path: `/orders/${encodeURIComponent('ü ö')}` }],
  ['a presigned query string', { presign: true }],
])('what the SDK signs is let in: %s', async (_what, asked) => {
  const answer = await ask(alice, asked)
  expect(answer).toMatchObject({ status: 200 })
  expect(identity(answer)).toMatchObject({
    accountId: '123456789012',
    accessKey: alice.accessKeyId,
    userArn: 'arn:aws:iam::123456789012:user/alice',
  })
})

test('a session of a role has the permissions of the role, until it ends', async () => {
  const answer = await ask(session)
  expect(identity(answer)).toMatchObject({
    userArn: 'arn:aws:sts::123456789012:assumed-role/caller/me',
    caller: expect.stringMatching(/^AROA.+:me$/),
  })
  expect(await ask(session, { method: 'POST', path: '/orders' })).toMatchObject({ status: 403 })
  const { sessionToken: _token, ...without } = session
  expect(await ask(without)).toMatchObject({ status: 403, type: 'UnrecognizedClientException' })
})

const SCOPED = 'Credential should be scoped to'
test.each<[string, () => Promise<{ status: number; text: string; type: string | null }>, string, string]>([
  [
    'an unknown key',
    () => ask({ accessKeyId: 'AKIAUNKNOWN', secretAccessKey: 'x' }),
    'UnrecognizedClientException',
    '"The security token included in the request is invalid."',
  ],
  [
    'another secret',
    () => ask({ ...alice, secretAccessKey: 'wrong' }),
    'InvalidSignatureException',
    'The request signature we calculated does not match',
  ],
  ['another region', () => ask(alice, { region: 'eu-west-1' }), 'InvalidSignatureException', `${SCOPED} a valid region, not 'eu-west-1'.`],
  ['another service', () => ask(alice, { service: 's3' }), 'InvalidSignatureException', `${SCOPED} correct service: 'execute-api'.`],
  [
    'an old signature',
    () => ask(alice, { at: new Date('2026-01-02T02:58:00Z') }),
    'InvalidSignatureException',
    'Signature expired: 20260102T025800Z is now earlier than 20260102T025905Z (20260102T030405Z - 5 min.)',
  ],
  [
    'a signature of tomorrow',
    () => ask(alice, { at: new Date('2026-01-02T03:12:00Z') }),
    'InvalidSignatureException',
    'Signature not yet current: 20260102T031200Z is still later than 20260102T030905Z',
  ],
  [
    'a presigned request that is over',
    () => ask(alice, { presign: true, at: new Date('2026-01-02T03:02:00Z') }),
    'InvalidSignatureException',
    'Signature expired',
  ],
  ['nobody permits it', () => ask(bob), 'AccessDeniedException', 'because no identity-based policy allows the execute-api:Invoke action'],
  [
    'a policy denies it',
    () => ask(alice, { path: '/denied' }),
    'AccessDeniedException',
    'User: arn:aws:iam::123456789012:user/alice is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:us-east-1:********9012:',
  ],
])('refused: %s', async (_what, request, type, text) => {
  const answer = await request()
  expect([answer.status, answer.type]).toEqual([403, type])
  expect(answer.text).toContain(text)
})

test('no signature, and what is none', async () => {
  const plain = await strict.fetch('/orders/1')
  expect([plain.status, await plain.text()]).toEqual([403, '{"message":"Missing Authentication Token"}'])
  const bearer = await strict.fetch('/orders/1', { headers: { Authorization: 'Bearer abc' } })
  expect(bearer.headers.get('x-amzn-errortype')).toBe('IncompleteSignatureException')
  expect(await bearer.text()).toMatch(/^\{"message":"Invalid key=value pair \(missing equal-sign\) in Authorization header/)
  const half = await strict.fetch('/orders/1', {
    headers: { Authorization: 'AWS4-HMAC-SHA256 Credential=a/20260102/us-east-1/execute-api/aws4_request' },
  })
  expect(await half.text()).toContain(
    "Authorization header requires 'Signature' parameter. Authorization header requires 'SignedHeaders' parameter.",
  )
})

test('every change of a signed request is refused', async () => {
  const good = await signed(alice, { method: 'POST', path: '/orders', query: { a: '1' }, body: '{"a":1}' })
  const hexadecimal = (text: string, at: number) =>
    text.slice(0, at) + ((Number.parseInt(text[at] ?? '0', 16) + 1) % 16).toString(16) + text.slice(at + 1)
  const signature = /Signature=([0-9a-f]{64})/.exec(String(good.headers['authorization']))?.[1] ?? ''
  for (let at = 0; at < 64; at++) {
    const authorization = String(good.headers['authorization']).replace(signature, hexadecimal(signature, at))
    expect((await send({ ...good, headers: { ...good.headers, authorization } } as Signed)).status).toBe(403)
  }
  const changed: Partial<Signed>[] = [
    { body: '{"a":2}' },
    { query: { a: '2' } },
    { query: {} },
    { headers: { ...good.headers, 'x-amz-date': '20260102T030406Z' } },
    { headers: { ...good.headers, 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } },
  ]
  for (const change of changed) expect((await send({ ...good, ...change } as Signed)).status).toBe(403)
  expect((await send(good)).status).toBe(200)
})

test('a key that is disabled opens nothing more', async () => {
  const users = new IAMClient({
    endpoint: strict.url ?? '',
    region: 'us-east-1',
    credentials: { accessKeyId: 'PORTICOACCESSKEY', secretAccessKey: 'portico' },
  })
  await users.send(new UpdateAccessKeyCommand({ UserName: 'bob', AccessKeyId: bob.accessKeyId, Status: 'Inactive' }))
  expect(await ask(bob)).toMatchObject({ status: 403, type: 'UnrecognizedClientException' })
})

test('without verification a well-formed signature is trusted, its unknown key being the account itself; a missing one is refused', async () => {
  const answer = await send(await signed({ accessKeyId: 'AKIAANY', secretAccessKey: 'any' }), trusting)
  expect([answer.status, identity(answer)['userArn']]).toEqual([200, 'arn:aws:iam::000000000000:root'])
  expect((await trusting.fetch('/orders/1')).status).toBe(403)
})
