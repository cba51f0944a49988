import { App, Duration, Stack } from 'aws-cdk-lib'
import { Template } from 'aws-cdk-lib/assertions'
import { UserPool } from 'aws-cdk-lib/aws-cognito'
import { InterfaceVpcEndpoint } from 'aws-cdk-lib/aws-ec2'
import { emulate } from '../../../emulator/testing/index'
import { Auth, defineRest, RestGateway, type RestGatewayProps, Target } from '../../../lib'
import { inlineFunction, OPEN, synthesize, type TemplateResource } from './synthesize'

const target = Target.mock(200, 'in')
const ENTRY = 'test/fixtures/handlers/authorizer.ts'

/** An app whose gateway is made in its stack. */
function appOf(make: (stack: Stack) => RestGatewayProps): App {
  const app = new App()
  const stack = new Stack(app, 'Test')
  new RestGateway(stack, 'Shop', make(stack))
  return app
}
const sourceArns = (permissions: TemplateResource[]) =>
  permissions.map(({ Properties: { SourceArn } }) => JSON.stringify(SourceArn).replace(/.*?(\/[^"]*)".*/, '$1'))

describe('a Lambda authorizer', () => {
  test('Auth.token: one function, one permission of its own, a header, a pattern, five minutes', () => {
    const auth = Auth.token(ENTRY, { pattern: '^ok' })
    const { only, all } = synthesize({
      authorizers: { people: auth },
      defaultAuth: auth,
      routes: { 'GET /a': { target }, 'GET /b': { target } },
    })
    expect(only('AWS::ApiGateway::Authorizer').Properties).toMatchObject({
      Name: 'people',
      Type: 'TOKEN',
      IdentitySource: 'method.request.header.Authorization',
      IdentityValidationExpression: '^ok',
      AuthorizerResultTtlInSeconds: 300,
    })
    expect(all('AWS::Lambda::Function')).toHaveLength(1)
    expect(sourceArns(all('AWS::Lambda::Permission'))).toEqual(['/authorizers/*'])
    const { id } = only('AWS::ApiGateway::Authorizer')
    for (const { Properties } of all('AWS::ApiGateway::Method'))
      expect([Properties['AuthorizationType'], Properties['AuthorizerId']]).toEqual(['CUSTOM', { Ref: id }])
  })

  test('Auth.request: headers, query parameters and context tell callers apart', () => {
    const { only } = synthesize({
      routes: {
        'GET /a': {
          target,
          auth: Auth.request(ENTRY, { headers: ['X-Who'], query: ['tenant'], context: ['httpMethod'], ttl: Duration.hours(1) }),
        },
      },
    })
    expect(only('AWS::ApiGateway::Authorizer').Properties).toMatchObject({
      Type: 'REQUEST',
      IdentitySource: 'method.request.header.X-Who,method.request.querystring.tenant,context.httpMethod',
      AuthorizerResultTtlInSeconds: 3600,
    })
  })

  test('a function that answers and authorizes has two permissions, whatever the number of routes', () => {
    const { all } = synthesize({ routes: { 'GET /health': OPEN } }, (gateway, stack) => {
      const fn = inlineFunction(stack)
      const auth = Auth.tokenFn(fn)
      for (const path of ['a', 'b', 'c']) gateway.addRoute(`GET /${path}`, { target: Target.fn(fn), auth })
    })
    expect(sourceArns(all('AWS::Lambda::Permission')).sort()).toEqual(['/*/*/*', '/authorizers/*'])
  })

  test('lets in and keeps out in the emulator', async () => {
    const auth = Auth.token(ENTRY)
    const app = appOf(() => ({
      routes: { 'GET /token': { target, auth }, 'GET /request/{id}': { target, auth: Auth.request(ENTRY, { headers: ['X-Who'] }) } },
    }))
    await using gateway = await emulate(app)
    const ask = async (path: string, headers: Record<string, string> = {}) => (await gateway.fetch(path, { headers })).status
    expect(await Promise.all([ask('/token'), ask('/token', { Authorization: 'nobody' }), ask('/request/1')])).toEqual([401, 401, 401])
    expect(await Promise.all([ask('/token', { Authorization: 'deny' }), ask('/request/1', { 'X-Who': 'deny' })])).toEqual([403, 403])
    expect(await Promise.all([ask('/token', { Authorization: 'ada' }), ask('/request/1', { 'X-Who': 'ada' })])).toEqual([200, 200])
    expect(gateway.diagnostics.filter(({ code }) => code !== 'not-enforced')).toEqual([])
  })
})

describe('Auth.cognito', () => {
  const cognito = (stack: Stack, more: object = {}) => {
    const pool = new UserPool(stack, 'People')
    return { pool, client: pool.addClient('App'), auth: Auth.cognito({ pools: [pool], ...more }) }
  }

  test('scopes are of the route, else of the authorization; [] asks for none', () => {
    const app = appOf((stack) => {
      const { auth } = cognito(stack, { scopes: ['shop/read'] })
      return {
        defaultAuth: auth,
        routes: { 'GET /a': { target }, 'POST /a': { target, scopes: ['shop/write', 'shop/admin'] }, 'GET /me': { target, scopes: [] } },
      }
    })
    const template = Template.fromStack(app.node.findChild('Test') as Stack)
    const methods = Object.values(template.findResources('AWS::ApiGateway::Method')) as TemplateResource[]
    expect(
      methods.map(({ Properties }) => [Properties['HttpMethod'], Properties['AuthorizationType'], Properties['AuthorizationScopes']]),
    ).toEqual([
      ['GET', 'COGNITO_USER_POOLS', ['shop/read']],
      ['POST', 'COGNITO_USER_POOLS', ['shop/write', 'shop/admin']],
      ['GET', 'COGNITO_USER_POOLS', undefined],
    ])
    const [authorizer] = Object.values(template.findResources('AWS::ApiGateway::Authorizer')) as TemplateResource[]
    expect(authorizer?.Properties).toMatchObject({
      Name: 'Default',
      ProviderARNs: [{ 'Fn::GetAtt': [expect.stringMatching(/^People/), 'Arn'] }],
    })
  })

  test('a token of the pool opens what its scopes name, in the emulator', async () => {
    const app = appOf((stack) => {
      const { auth, client, pool } = cognito(stack)
      return {
        authorizers: { people: auth },
        routes: {
          'GET /me': { target, auth },
          'POST /orders': { target, auth, scopes: ['shop/write'] },
          'GET /client': { target, auth: Auth.cognito({ pools: [pool], clients: [client] }) },
        },
      }
    })
    await using gateway = await emulate(app)
    const ask = async (path: string, token: string, method = 'GET') =>
      (await gateway.fetch(path, { method, headers: { Authorization: token } })).status
    const [id, read, write] = await Promise.all([
      gateway.token(),
      gateway.token({ scopes: ['shop/read'] }),
      gateway.token({ scopes: ['shop/write'] }),
    ])
    expect(await Promise.all([ask('/me', id), ask('/me', write), ask('/client', id)])).toEqual([200, 401, 200])
    expect(await Promise.all([ask('/orders', id, 'POST'), ask('/orders', read, 'POST'), ask('/orders', write, 'POST')])).toEqual([
      401, 401, 200,
    ])
    expect(await ask('/client', await gateway.token({ claims: { aud: 'another' } }))).toBe(401)
  })
})

describe('Auth.jwt', () => {
  const jwt = (more: object = {}) => Auth.jwt({ issuer: 'https://issuer.example.com/', audience: ['shop'], ...more })

  test('ships a function that knows issuer, audience and algorithms; its answers are kept by token', () => {
    const { only, all } = synthesize({ authorizers: { jwt: jwt() }, defaultAuth: jwt(), routes: { 'GET /a': { target } } })
    expect(only('AWS::ApiGateway::Authorizer').Properties).toMatchObject({
      Type: 'REQUEST',
      IdentitySource: 'method.request.header.Authorization',
      AuthorizerResultTtlInSeconds: 300,
    })
    const fn = only('AWS::Lambda::Function')
    expect(JSON.parse(fn.Properties['Environment'].Variables.JWT_SETTINGS)).toEqual({
      issuer: 'https://issuer.example.com/',
      audience: ['shop'],
      algorithms: ['RS256'],
      scopes: {},
    })
    expect(fn.Metadata).toMatchObject({ 'portico:handler': { entry: 'lambda/jwt-authorizer.ts', export: 'handler' } })
    expect(sourceArns(all('AWS::Lambda::Permission'))).toEqual(['/authorizers/*'])
  })

  test('with scopes each route has answers of its own, also routes that are added later', () => {
    const auth = jwt({ scopes: ['read'], algorithms: ['ES256'], clients: ['web'], jwksUri: 'https://issuer.example.com/keys' })
    const { only } = synthesize({ defaultAuth: auth, routes: { 'GET /a/{id}': { target }, 'GET /b': { target, scopes: [] } } }, (gateway) =>
      gateway.addRoute('ANY /c', { target, scopes: ['x', 'y'] }),
    )
    expect(only('AWS::ApiGateway::Authorizer').Properties['IdentitySource']).toBe(
      'method.request.header.Authorization,context.httpMethod,context.resourcePath',
    )
    expect(JSON.parse(only('AWS::Lambda::Function').Properties['Environment'].Variables.JWT_SETTINGS)).toMatchObject({
      algorithms: ['ES256'],
      clients: ['web'],
      jwksUri: 'https://issuer.example.com/keys',
      scopes: { 'GET /a/{id}': ['read'], 'ANY /c': ['x', 'y'] },
    })
  })

  test('the issuer may be known when it is deployed only', () => {
    const { all } = synthesize({ routes: { 'GET /health': OPEN } }, (gateway, stack) => {
      const pool = new UserPool(stack, 'People')
      gateway.addRoute('GET /a', { target, auth: Auth.jwt({ issuer: pool.userPoolProviderUrl, audience: ['shop'] }) })
    })
    const [fn] = all('AWS::Lambda::Function')
    expect(fn?.Properties['Environment'].Variables.JWT_SETTINGS).toMatchObject({
      'Fn::Join': ['', expect.arrayContaining(['{"issuer":"'])],
    })
  })
})

describe('from where the gateway may be reached', () => {
  const policyOf = (props: Partial<RestGatewayProps>) =>
    synthesize({
      defaultAuth: Auth.iam(),
      cors: { origins: ['*'] },
      routes: {
        'GET /signed': { target },
        'ANY /open/{id}': { target, auth: Auth.open('a test') },
        'GET /token': { target, auth: Auth.token(ENTRY) },
      },
      ...props,
    }).only('AWS::ApiGateway::RestApi').Properties

  test('allowFromIps denies all other addresses, and permits only what would be closed without it', () => {
    const { Statement } = policyOf({ allowFromIps: ['10.0.0.0/8', '203.0.113.7'] })['Policy']
    expect(Statement).toEqual([
      {
        Effect: 'Deny',
        Principal: { AWS: '*' },
        Action: 'execute-api:Invoke',
        Resource: 'execute-api:/*',
        Condition: { NotIpAddress: { 'aws:SourceIp': ['10.0.0.0/8', '203.0.113.7'] } },
      },
      {
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: 'execute-api:Invoke',
        Resource: expect.arrayContaining(['execute-api:/*/*/open/*', 'execute-api:/*/OPTIONS/signed']),
      },
    ])
    expect(JSON.stringify(Statement)).not.toMatch(/GET\/(?:signed|token)/)
  })

  test('it holds in the emulator, whoever calls', async () => {
    const app = appOf(() => ({
      allowFromIps: ['10.0.0.0/8'],
      routes: { 'GET /open': OPEN, 'GET /token': { target, auth: Auth.token(ENTRY) }, 'GET /signed': { target, auth: Auth.iam() } },
    }))
    await using gateway = await emulate(app)
    const ask = async (path: string, from: string, headers: Record<string, string> = {}) =>
      (await gateway.fetch(path, { headers: { 'x-portico-source-ip': from, ...headers } })).status
    const token = { Authorization: 'ada' }
    const signature = {
      Authorization: 'AWS4-HMAC-SHA256 Credential=A/20260102/us-east-1/execute-api/aws4_request, SignedHeaders=host, Signature=0',
      'X-Amz-Date': '20260102T000000Z',
    }
    expect(await Promise.all([ask('/open', '10.1.1.1'), ask('/token', '10.1.1.1', token), ask('/signed', '10.1.1.1', signature)])).toEqual([
      200, 200, 200,
    ])
    expect(
      await Promise.all([ask('/open', '192.0.2.1'), ask('/token', '192.0.2.1', token), ask('/signed', '192.0.2.1', signature)]),
    ).toEqual([403, 403, 403])
    expect(
      await Promise.all([ask('/token', '10.1.1.1'), ask('/token', '10.1.1.1', { Authorization: 'deny' }), ask('/signed', '10.1.1.1')]),
    ).toEqual([401, 403, 403])
  })

  test('privateTo makes the API private to VPC endpoints', () => {
    const stack = new Stack(new App(), 'Net')
    const endpoint = InterfaceVpcEndpoint.fromInterfaceVpcEndpointAttributes(stack, 'Endpoint', { vpcEndpointId: 'vpce-0123', port: 443 })
    const { Policy, EndpointConfiguration } = policyOf({ privateTo: [endpoint], allowFromIps: ['10.0.0.0/8'] }) as Record<
      string,
      { Statement: object[] }
    >
    expect(EndpointConfiguration).toEqual({ Types: ['PRIVATE'], VpcEndpointIds: ['vpce-0123'] })
    expect(Policy?.Statement).toMatchObject([
      { Effect: 'Deny', Condition: { StringNotEquals: { 'aws:SourceVpce': ['vpce-0123'] } } },
      { Effect: 'Deny', Condition: { NotIpAddress: { 'aws:VpcSourceIp': ['10.0.0.0/8'] } } },
      { Effect: 'Allow' },
    ])
  })
})

test.each<[string, (stack: Stack) => RestGatewayProps, string]>([
  [
    'scopes that nobody looks at',
    () => ({ routes: { 'GET /a': { target, auth: Auth.iam(), scopes: ['x'] } } }),
    '"GET /a" asks for scopes, and its authorization knows none. Got: ["x"]',
  ],
  [
    'no audience',
    () => ({ routes: { 'GET /a': { target, auth: Auth.jwt({ issuer: 'https://i.example.com', audience: [] }) } } }),
    'takes tokens for any audience',
  ],
  [
    'an issuer without TLS',
    () => ({ routes: { 'GET /a': { target, auth: Auth.jwt({ issuer: 'http://i.example.com', audience: ['a'] }) } } }),
    'The issuer of "GET /a" is not one. Got: "http://i.example.com"',
  ],
  [
    'a weak algorithm',
    () => ({
      routes: { 'GET /a': { target, auth: Auth.jwt({ issuer: 'https://i.example.com', audience: ['a'], algorithms: ['HS256'] }) } },
    }),
    'takes an algorithm that it does not know. Got: "HS256"',
  ],
  [
    'no algorithm',
    () => ({
      routes: { 'GET /a': { target, auth: Auth.jwt({ issuer: 'https://i.example.com', audience: ['a'], algorithms: ['none'] }) } },
    }),
    'Got: "none"',
  ],
  [
    'answers that are kept for a day',
    () => ({ routes: { 'GET /a': { target, auth: Auth.token(ENTRY, { ttl: Duration.days(1) }) } } }),
    'are kept too long. Got: "86400 s". Allowed: up to an hour',
  ],
  [
    'answers that are kept for everybody',
    () => ({ routes: { 'GET /a': { target, auth: Auth.request(ENTRY, { headers: [] }) } } }),
    'Nothing tells the callers of the authorizer "GET /a" apart',
  ],
  ['a header with an odd name', () => ({ routes: { 'GET /a': { target, auth: Auth.token(ENTRY, { header: 'X Who' }) } } }), 'Got: "X Who"'],
  ['no user pool', () => ({ routes: { 'GET /a': { target, auth: Auth.cognito({ pools: [] }) } } }), 'takes tokens of no user pool'],
  [
    'scopes and clients',
    (stack) => {
      const pool = new UserPool(stack, 'People')
      const auth = Auth.cognito({ pools: [pool], clients: [pool.addClient('App')] })
      return { routes: { 'GET /a': { target, auth, scopes: ['x'] } } }
    },
    'no token has both',
  ],
  ['no address', () => ({ allowFromIps: [], routes: { 'GET /a': OPEN } }), 'may be reached from nowhere'],
  ['a name for an address', () => ({ allowFromIps: ['example.com'], routes: { 'GET /a': OPEN } }), 'Got: "example.com"'],
])('is refused: %s', (_what, make, message) => {
  expect(() => appOf(make)).toThrow(message)
})

test('defineRest knows scopes and declared authorizers', () => {
  const { only } = synthesize(
    defineRest({
      authorizers: { jwt: Auth.jwt({ issuer: 'https://issuer.example.com', audience: ['shop'] }) },
      defaultAuth: 'jwt',
      routes: { 'GET /a': { target, scopes: ['read'] } },
    }),
  )
  expect(only('AWS::ApiGateway::Authorizer').Properties['Name']).toBe('jwt')
})
