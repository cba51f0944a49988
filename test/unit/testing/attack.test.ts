import { generateKeyPairSync } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type AttackReport, emulate, matchers } from '../../../emulator/testing/index'
import { ECHO, mockOf, restTemplate, type TestMethod } from '../../support/rest-template'

expect.extend(matchers)

const open = (reason: string, method: TestMethod): TestMethod => ({ ...method, metadata: { 'portico:openReason': reason } })
const by = (method: object, rest: TestMethod = { fn: 'Echo' }): TestMethod => ({ ...rest, method: { ...rest.method, ...method } })
const custom = (authorizer: string) => by({ AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: authorizer } })
const cognito = (more: object = {}, authorizer = 'People', fn = 'Echo') =>
  by({ AuthorizationType: 'COGNITO_USER_POOLS', AuthorizerId: { Ref: authorizer }, ...more }, { fn })
let authorizers = 0
const authorizer = (Type: string, properties: object) => ({
  Type: 'AWS::ApiGateway::Authorizer',
  Properties: {
    RestApiId: { Ref: 'Api' },
    Name: `authorizer-${++authorizers}`,
    Type,
    ...properties,
  },
})
const asking = (fn: string, Type = 'TOKEN', more: object = { IdentitySource: 'method.request.header.Authorization' }) =>
  authorizer(Type, {
    AuthorizerUri: { 'Fn::Sub': `arn:aws:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${${fn}.Arn}/invocations` },
    AuthorizerResultTtlInSeconds: 0,
    ...more,
  })
const pools = (...ProviderARNs: unknown[]) =>
  authorizer('COGNITO_USER_POOLS', { IdentitySource: 'method.request.header.Authorization', ProviderARNs })
const permission = (fn: string) => ({
  Type: 'AWS::Lambda::Permission',
  Properties: { Action: 'lambda:InvokeFunction', FunctionName: { Ref: fn }, Principal: 'apigateway.amazonaws.com' },
})
const permissions = (...functions: string[]) => Object.fromEntries(functions.map((fn) => [`May${fn}`, permission(fn)]))

const JUDGE = `const said = (good) => ({ principalId: 'p', policyDocument: { Statement: [{ Action: 'execute-api:Invoke', Effect: good ? 'Allow' : 'Deny', Resource: '*' }] } })
const parts = (event) => (event.authorizationToken ?? '').replace(/^Bearer /, '').split('.')
const json = (part) => { try { return JSON.parse(Buffer.from(part ?? '', 'base64url').toString()) } catch { return {} } }
const { createHmac, createPublicKey, createVerify } = require('node:crypto')
const hmac = ([h, p, s], key) => json(h).alg === 'HS256' && createHmac('sha256', key).update(h + '.' + p).digest('base64url') === s
`
const POOL = { Type: 'AWS::Cognito::UserPool', Properties: { UserPoolName: 'people' } }
const KEYS = {
  Key: { Type: 'AWS::ApiGateway::ApiKey', Properties: { Enabled: true, Value: 'aKeyOfTwentyCharacters' } },
  Plan: { Type: 'AWS::ApiGateway::UsagePlan', DependsOn: 'Stage', Properties: { ApiStages: [{ ApiId: { Ref: 'Api' }, Stage: 'test' }] } },
  PlanKey: {
    Type: 'AWS::ApiGateway::UsagePlanKey',
    Properties: { KeyId: { Ref: 'Key' }, KeyType: 'API_KEY', UsagePlanId: { Ref: 'Plan' } },
  },
}

const ways = ({ open: doors }: AttackReport, route: string) =>
  doors.find((door) => door.route === route)?.ways.map(({ what }) => what) ?? []

describe('an API that is shut', () => {
  const shut = restTemplate({
    functions: {
      Echo: `${ECHO}\nconsole.log('called')`,
      Secret: `${JUDGE}exports.handler = async (event) => said(event.authorizationToken === 'sesame')`,
    },
    routes: {
      'GET /health': open('a probe', mockOf('ok')),
      'OPTIONS /me': mockOf(''),
      'GET /custom/{id}': custom('Secret1'),
      'ANY /files/{path+}': by({ AuthorizationType: 'AWS_IAM' }),
      'POST /signed': by({ AuthorizationType: 'AWS_IAM', ApiKeyRequired: true }),
      'GET /me': cognito(),
      'DELETE /me': cognito({ AuthorizationScopes: ['shop/write'] }),
      'GET /audience': cognito({}, 'OneClient'),
      'GET /elsewhere': cognito({}, 'Elsewhere'),
      'GET /key': open('told apart by key', by({ ApiKeyRequired: true })),
      'PUT /key': cognito({ ApiKeyRequired: true }),
    },
    resources: {
      Pool: POOL,
      People: pools({ 'Fn::GetAtt': ['Pool', 'Arn'] }),
      OneClient: authorizer('COGNITO_USER_POOLS', {
        IdentitySource: 'method.request.header.Authorization',
        IdentityValidationExpression: '^[a-z0-9]{26}$',
        ProviderARNs: [{ 'Fn::GetAtt': ['Pool', 'Arn'] }],
      }),
      Elsewhere: pools('arn:aws:cognito-idp:us-east-1:111122223333:userpool/us-east-1_AbCdEfGhI'),
      Secret1: asking('Secret'),
      ...permissions('Secret'),
      ...KEYS,
    },
  })

  test('nobody gets in, nothing behind a route is called, nothing is counted', async () => {
    await using gateway = await emulate(shut, { clock: 'manual' })
    const report = await gateway.attack()
    expect(report).toMatchObject({
      api: 'test-api',
      stage: 'test',
      open: [],
      meant: [
        { route: 'GET /health', reason: 'a probe' },
        { route: 'OPTIONS /me', reason: 'a preflight of CORS' },
      ],
      unproven: [],
    })
    expect(report.names).toHaveLength(11)
    expect(report.attacks).toBeGreaterThan(1000)
    await expect(gateway).toBeClosedExcept(['GET /health'])
    await expect(gateway.at({ stage: 'test' })).toBeClosedExcept(['GET /health'])
    expect(gateway.metrics.sum('Count')).toBe(0)
    expect(gateway.logs('/aws/lambda/')).toEqual([])
    // The real keys and tokens open what they opened before.
    const headers = { Authorization: await gateway.token({ pool: 'people' }), 'x-api-key': 'aKeyOfTwentyCharacters' }
    expect((await gateway.fetch('/key', { method: 'PUT', headers })).status).toBe(200)
  })

  test('a list that says less, more, or something else is told what is', async () => {
    await using gateway = await emulate(shut)
    const told = async (...routes: string[]) => {
      try {
        await expect(gateway).toBeClosedExcept(routes)
        return ''
      } catch (error) {
        return (error as Error).message
      }
    }
    expect(await told()).toBe('Expected the API to be closed for every route.\n  GET /health is open: a probe')
    expect(await told('GET /health', 'GET /me')).toBe('Expected the API to be closed except for GET /health, GET /me.\n  GET /me is closed')
    expect(await told('GET /health', 'GET /mee')).toMatch(/^ {2}GET \/mee is no route: there are GET \/health, OPTIONS \/me, /m)
  })
})

describe('doors that do not hold', () => {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const issuer = createServer((_request, response) =>
    response.end(JSON.stringify({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'one', alg: 'RS256' }] })),
  )
  beforeAll(async () => new Promise<void>((resolve) => issuer.listen(0, '127.0.0.1', resolve)))
  afterAll(() => issuer.close())

  const ajar = () => {
    const template = restTemplate({
      functions: {
        Echo: ECHO,
        Decodes: `${JUDGE}exports.handler = async (event) => said(json(parts(event)[1]).exp > Date.now() / 1000)`,
        TakesNone: `${JUDGE}exports.handler = async (event) => said(/^none$/i.test(json(parts(event)[0]).alg))`,
        Weak: `${JUDGE}exports.handler = async (event) => said(hmac(parts(event), 'secret'))`,
        Confused: `${JUDGE}exports.handler = async (event) => {
          const { keys } = await (await fetch(process.env.JWKS_URI)).json()
          const key = createPublicKey({ key: keys[0], format: 'jwk' })
          const [h, p, s = ''] = parts(event)
          if (json(h).alg === 'HS256') return said(hmac([h, p, s], key.export({ type: 'spki', format: 'pem' })))
          return said(createVerify('sha256').update(h + '.' + p).verify(key, s, 'base64url'))
        }`,
        Believes: `${JUDGE}exports.handler = async (event) => said(event.headers['X-Forwarded-For'].startsWith('127.0.0.1'))`,
        Site: ECHO,
        Breaks: 'exports.handler = async () => { throw new Error("oops") }',
      },
      routes: {
        'GET /forgotten': { fn: 'Echo' },
        'GET /decodes': custom('Decodes1'),
        'GET /none': custom('TakesNone1'),
        'GET /weak': custom('Weak1'),
        'GET /confused': custom('Confused1'),
        'GET /believes': custom('Believes1'),
        'GET /cached': custom('Cached1'),
        'GET /breaks': custom('Breaks1'),
        'GET /admin/users': cognito({}, 'People', 'Site'),
        'ANY /{proxy+}': open('the site', { fn: 'Site' }),
      },
      resources: {
        Pool: POOL,
        People: pools({ 'Fn::GetAtt': ['Pool', 'Arn'] }),
        Decodes1: asking('Decodes'),
        TakesNone1: asking('TakesNone'),
        Weak1: asking('Weak'),
        Confused1: asking('Confused'),
        Believes1: asking('Believes', 'REQUEST', { IdentitySource: '' }),
        Cached1: asking('Believes', 'REQUEST', { IdentitySource: 'method.request.header.X-Session', AuthorizerResultTtlInSeconds: 300 }),
        Breaks1: asking('Breaks'),
        ...permissions('Decodes', 'TakesNone', 'Weak', 'Confused', 'Believes', 'Breaks'),
      },
    })
    const { Confused } = template['Resources'] as Record<string, { Properties: object }>
    const url = `http://127.0.0.1:${(issuer.address() as AddressInfo).port}/jwks.json`
    Object.assign(Confused?.Properties ?? {}, { Environment: { Variables: { JWKS_URI: url } } })
    return template
  }

  test('each is reported, with the requests that got in', async () => {
    await using gateway = await emulate(ajar(), { api: 'test-api' })
    const report = await gateway.attack()
    expect(report.open.map(({ route }) => route).sort()).toEqual([
      'GET /admin/users',
      'GET /believes',
      'GET /cached',
      'GET /confused',
      'GET /decodes',
      'GET /forgotten',
      'GET /none',
      'GET /weak',
    ])
    expect(report.meant).toEqual([{ route: 'ANY /{proxy+}', reason: 'the site' }])
    expect(ways(report, 'GET /forgotten')).toEqual(['nothing'])
    expect(ways(report, 'GET /decodes')).toEqual(expect.arrayContaining(['a token signed by a stranger', 'a token with alg none']))
    expect(ways(report, 'GET /none')).toContain('a token with alg none')
    expect(ways(report, 'GET /none')).not.toContain('a token signed by a stranger')
    expect([...new Set(ways(report, 'GET /weak'))]).toEqual([
      "a token with HS256, by the secret 'secret'",
      "a token with HS256, by the secret 'secret', without Bearer",
    ])
    expect(ways(report, 'GET /confused')).toEqual([
      'a token with HS256, by the public key',
      'a token with HS256, by the public key, without Bearer',
    ])
    expect(new Set(ways(report, 'GET /believes'))).toEqual(
      new Set(['X-Forwarded-For: 127.0.0.1', 'X-Forwarded-For: 127.0.0.1, and any credentials']),
    )
    expect(ways(report, 'GET /cached')).toContain('X-Forwarded-For: 127.0.0.1, and any credentials')
    expect(ways(report, 'GET /admin/users')).toEqual(expect.arrayContaining(['the path /ADMIN/USERS', 'the path /admin%2Fusers']))
    expect(report.unproven).toEqual([
      {
        route: 'GET /breaks',
        why: expect.stringMatching(/^its authorizer could not judge \d+ of \d+ requests: 500 AUTHORIZER_CONFIGURATION_ERROR$/),
      },
    ])
  })

  test('the matcher tells them', async () => {
    await using gateway = await emulate(ajar())
    const failing = expect(gateway).toBeClosedExcept(['ANY /{proxy+}', 'GET /forgotten'])
    await expect(failing).rejects.toThrow(
      /GET \/weak: its guard let in what it has to refuse\n {4}let in: a token with HS256, by the secret 'secret' \(GET \/test\/weak, Authorization: Bearer eyJ/,
    )
  })
})
