import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as velocity from 'velocityjs'
import { type CompiledRoute, Exchange, type GatewayRequest, type StageFacts } from '../../emulator/gateway/exchange'
import { templateContext } from '../../emulator/gateway/mapping/template-context'
import { escapeScript } from '../../emulator/language/vtl/util-object'
import { compileVtl } from '../../emulator/language/vtl/vtl'
import { ratePerSecond } from './measure'

const BODY = JSON.stringify({ id: 7, name: 'Ann', price: 249.99, tags: ['a', 'b', 'c'], address: { street: '1 Main St' }, active: true })
const HEADERS: readonly (readonly [string, string])[] = [
  ['Host', 'abc123.execute-api.us-east-1.amazonaws.com'],
  ['Accept', 'application/json'],
  ['Accept-Encoding', 'gzip, deflate, br'],
  ['Content-Type', 'application/json'],
  ['User-Agent', 'curl/8.5.0'],
  ['Authorization', 'Bearer abc.def.ghi'],
  ['X-Amzn-Trace-Id', 'Root=1-5e1b4151-5ac6c58f1d9a7e3a43a3e4c5'],
  ['X-Forwarded-For', '192.0.2.1'],
  ['X-Forwarded-Port', '443'],
  ['X-Forwarded-Proto', 'https'],
]
const VARIABLES: Readonly<Record<string, string>> = { fn: 'myFunc', url: 'https://example.test/base' }

/** The passthrough template of API Gateway's console, over one request: here, and by the npm package velocityjs, which has the same to do. */
export function passthrough(): void {
  const text = readFileSync(join(__dirname, 'passthrough.vtl'), 'utf8')
  const template = compileVtl(text)
  const ours = () => template.render(templateContext(request(), BODY))
  const parsed = velocity.parse(text)
  const theirs = () => new velocity.Compile(parsed).render(plainContext())
  for (const [name, rendered] of Object.entries({ ours: ours(), theirs: theirs() }))
    if (JSON.stringify(JSON.parse(rendered)) !== JSON.stringify(expected())) throw new Error(`${name} renders something else: ${rendered}`)
  const [own, other] = [ratePerSecond(ours), ratePerSecond(theirs)]
  console.log(`\npassthrough template: ${Math.round(own)} renders/s, velocityjs ${Math.round(other)}, ratio ${(own / other).toFixed(1)}`)
}

function request(): Exchange {
  const gatewayRequest = {
    method: 'POST',
    path: '/pets/42',
    fullPath: '/prod/pets/42',
    queryString: 'page=2&q=a%20b',
    headers: HEADERS.flat(),
    body: undefined,
    sourceIp: '192.0.2.1',
    domainName: 'abc123.execute-api.us-east-1.amazonaws.com',
  } satisfies GatewayRequest
  return new Exchange('id-1', 'extended-1', 1_700_000_000_000, gatewayRequest, STAGE, ROUTE, { id: '42' }, undefined, () => TRACE)
}

const TRACE = { root: '1', header: 'Root=1', told: 'Root=1', segment: '', subsegment: '', parent: undefined, rule: undefined, parts: [] }
const STAGE = {
  account: '123456789012',
  region: 'us-east-1',
  apiId: 'abc123',
  stageName: 'prod',
  deploymentId: 'd1',
  variables: VARIABLES,
} as StageFacts
const ROUTE = { resourceId: 'r1', resourcePath: '/pets/{id}', httpMethod: 'POST', operationName: undefined } as CompiledRoute

const PARAMETERS = () => ({ path: { id: '42' }, querystring: { page: '2', q: 'a b' }, header: Object.fromEntries(HEADERS) })
const CONTEXT = {
  apiId: 'abc123',
  httpMethod: 'POST',
  stage: 'prod',
  requestId: 'id-1',
  resourceId: 'r1',
  resourcePath: '/pets/{id}',
  identity: { sourceIp: '192.0.2.1', userAgent: 'curl/8.5.0' },
}

/** The same request as plain objects; like ours, it parses the body and reads the parameters once for each rendering. */
function plainContext(): Record<string, unknown> {
  const body: unknown = JSON.parse(BODY)
  const parameters = PARAMETERS()
  const none = Object.fromEntries(MISSING.map((name) => [name, '']))
  return {
    input: { params: () => parameters, json: () => JSON.stringify(body) },
    util: { escapeJavaScript: escapeScript },
    stageVariables: VARIABLES,
    context: { ...CONTEXT, identity: { ...none, ...CONTEXT.identity }, authorizer: { principalId: '' } },
  }
}

const MISSING = [
  'accountId',
  'apiKey',
  'caller',
  'cognitoAuthenticationProvider',
  'cognitoAuthenticationType',
  'cognitoIdentityId',
  'cognitoIdentityPoolId',
  'user',
  'userArn',
]

function expected(): unknown {
  const { identity, ...context } = CONTEXT
  return {
    'body-json': JSON.parse(BODY),
    params: PARAMETERS(),
    'stage-variables': VARIABLES,
    context: {
      'account-id': '',
      'api-id': context.apiId,
      'api-key': '',
      'authorizer-principal-id': '',
      caller: '',
      'cognito-authentication-provider': '',
      'cognito-authentication-type': '',
      'cognito-identity-id': '',
      'cognito-identity-pool-id': '',
      'http-method': context.httpMethod,
      stage: context.stage,
      'source-ip': identity.sourceIp,
      user: '',
      'user-agent': identity.userAgent,
      'user-arn': '',
      'request-id': context.requestId,
      'resource-id': context.resourceId,
      'resource-path': context.resourcePath,
    },
  }
}
