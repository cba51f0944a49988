import { createPrivateKey } from 'node:crypto'
import { Emulator, ManualClock } from '../../../emulator/index'
import type { UserPoolRecord } from '../../../emulator/model/cognito'
import { mintToken } from '../../../emulator/services/cognito-idp/tokens/mint'
import { fetchStage } from '../../../emulator/testing/fetch'
import { type HostileToken, hostileTokens, type Reason } from '../../support/hostile-tokens'
import { mockOf, restTemplate } from '../../support/rest-template'

/** What the authorizer of user pools says of a token, for people who look. */
const WHY: Readonly<Record<Reason, RegExp>> = {
  malformed: /^it is no JSON Web Token$|^Failed to|^Invalid|^the token has \d+ characters$/,
  algorithm: /^"alg" \(Algorithm\) Header Parameter value not allowed$|^JWS Protected Header|^JWS "alg"/,
  critical: /^Extension Header Parameter|^JWTs MUST NOT use unencoded payload$|^"crit"|^JWS "crit"/,
  key: /^no applicable key found in the JSON Web Key Set$/,
  signature: /^signature verification failed$/,
  expired: /^"exp" claim timestamp check failed$/,
  'no end': /^missing required "exp" claim$|^"exp" claim must be a number$/,
  'not yet valid': /^"nbf" claim timestamp check failed$/,
  issuer: /^its issuer is none of the authorizer's user pools/,
  audience: /^its audience does not match/,
  kind: /^token_use is/,
}

const NOW = Date.UTC(2026, 0, 2, 3, 4, 5)
const emulator = new Emulator({ clock: new ManualClock(NOW) })
let tokens: HostileToken[]
let good: string

beforeAll(async () => {
  const authorizer = {
    Type: 'AWS::ApiGateway::Authorizer',
    Properties: {
      RestApiId: { Ref: 'Api' },
      Name: 'people',
      Type: 'COGNITO_USER_POOLS',
      IdentitySource: 'method.request.header.Authorization',
      IdentityValidationExpression: 'shop',
      ProviderARNs: [{ 'Fn::GetAtt': ['People', 'Arn'] }],
    },
  }
  const mock = mockOf('in')
  const method = { ...mock.method, AuthorizationType: 'COGNITO_USER_POOLS', AuthorizerId: { Ref: 'Authorizer' } }
  const template = restTemplate({
    routes: { 'GET /': { ...mock, method } },
    resources: { People: { Type: 'AWS::Cognito::UserPool', Properties: {} }, Authorizer: authorizer },
  })
  await emulator.deployments.deploy({ kind: 'template', name: 'Test', body: JSON.stringify(template), file: undefined }, { strict: false })
  const call = emulator.call()
  const [
    {
      pool: { Arn, Id },
    },
  ] = call.records.userPools.list() as [UserPoolRecord]
  const claims = { aud: 'shop' }
  good = await mintToken(call, Arn, { sub: 'ada', claims })
  const key = call.records.userPools.get(Id)?.signingKey as { kid: string }
  const read = (part: number) => JSON.parse(Buffer.from(good.split('.')[part] ?? '', 'base64url').toString()) as Record<string, unknown>
  const issuer = {
    privateKey: createPrivateKey({ key: { ...key } as never, format: 'jwk' }),
    kid: key.kid,
    now: NOW / 1000,
    claims: read(1),
  }
  tokens = hostileTokens(issuer)
})
afterAll(() => emulator.stop())

const ask = async (token: string) => {
  const response = await fetchStage(emulator.front, () => emulator.stages.all()[0] as never, '/', {
    headers: { Authorization: `Bearer ${token}` },
  })
  const requests = await emulator.front.handle({
    method: 'GET',
    target: '/_portico/requests',
    headers: [],
    body: undefined,
    sourceIp: '127.0.0.1',
  })
  const [last] = (JSON.parse(String(requests.body)) as { requests: { error?: { why?: string } }[] }).requests
  return { status: response.status, text: await response.text(), why: last?.error?.why }
}

test('the good token, from which they are made, is let in', async () => {
  expect(await ask(good)).toMatchObject({ status: 200, text: 'in' })
})

test('at least sixty hostile tokens are refused by the authorizer of a user pool, each for its reason', async () => {
  expect(tokens.length).toBeGreaterThanOrEqual(60)
  const wrong: object[] = []
  for (const { what, token, reason } of tokens) {
    const { status, text, why } = await ask(token)
    const message = reason === 'expired' ? 'The incoming token has expired' : 'Unauthorized'
    if (status !== 401 || text !== `{"message":"${message}"}` || !WHY[reason].test(why ?? ''))
      wrong.push({ what, reason, status, text, why })
  }
  expect(wrong).toEqual([])
})

test.each([
  ['an access token', { use: 'access' as const, claims: { aud: 'shop' } }],
  ['a refresh token', { claims: { aud: 'shop', token_use: 'refresh' } }],
  ['two kinds at once', { claims: { aud: 'shop', token_use: ['id', 'access'] } }],
  ['no kind', { claims: { aud: 'shop', token_use: undefined } }],
])('a token of another kind is refused: %s', async (_what, wish) => {
  const call = emulator.call()
  const token = await mintToken(call, String(call.records.userPools.list()[0]?.pool.Arn), wish)
  expect(await ask(token)).toMatchObject({ status: 401, why: expect.stringMatching(WHY.kind) })
})

test('a token that is larger than the headers of a request may be does not get as far', async () => {
  expect((await ask('a'.repeat(20_000))).status).toBe(431)
})
