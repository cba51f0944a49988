import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { portico } from '../support/cli'
import { mockOf, restTemplate, type TestApi } from '../support/rest-template'

const folder = mkdtempSync(join(tmpdir(), 'portico-attack-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const LIMITED = {
  MethodSettings: [{ ResourcePath: '/*', HttpMethod: '*', ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100 }],
  AccessLogSetting: { DestinationArn: 'arn:aws:logs:us-east-1:000000000000:log-group:access', Format: '$context.requestId' },
}
const signed = { ...mockOf('mine'), method: { AuthorizationType: 'AWS_IAM' } }
const probe = { ...mockOf('ok'), metadata: { 'portico:openReason': 'a probe' } }

function attack(name: string, api: TestApi, ...flags: string[]) {
  const file = join(folder, `${name}.json`)
  writeFileSync(file, JSON.stringify(restTemplate({ stage: LIMITED, ...api }), null, 2))
  // What the checks find besides is not what is tested here.
  const known = ['deployment-stale', 'authorizer-cache-vs-method-arn', 'permission-without-route'].flatMap((id) => ['--acknowledge', id])
  return portico(['check', '--template', file, '--attack', ...known, ...flags], { cwd: folder })
}

/** An authorizer that looks at what a token says, and not at who signed it. */
const CREDULOUS: TestApi = {
  functions: {
    Decodes: `exports.handler = async ({ authorizationToken: token }) => {
      const claims = (() => { try { return JSON.parse(Buffer.from(token.split('.')[1], 'base64url')) } catch { return {} } })()
      const Effect = claims.exp > Date.now() / 1000 ? 'Allow' : 'Deny'
      return { principalId: 'p', policyDocument: { Statement: [{ Action: 'execute-api:Invoke', Effect, Resource: '*' }] } }
    }`,
  },
  routes: {
    'GET /health': probe,
    'GET /mine': { ...mockOf('mine'), method: { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Judge' } } },
  },
  resources: {
    Judge: {
      Type: 'AWS::ApiGateway::Authorizer',
      Properties: {
        RestApiId: { Ref: 'Api' },
        Name: 'judge',
        Type: 'TOKEN',
        AuthorizerUri: {
          'Fn::Sub': 'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Decodes.Arn}/invocations',
        },
        IdentitySource: 'method.request.header.Authorization',
      },
    },
    May: {
      Type: 'AWS::Lambda::Permission',
      Properties: { Action: 'lambda:InvokeFunction', FunctionName: { Ref: 'Decodes' }, Principal: 'apigateway.amazonaws.com' },
    },
  },
}

test('doors that are shut, and one that says why it is open: nothing to say', async () => {
  const { code, stdout, stderr } = await attack('shut', { routes: { 'GET /health': probe, 'GET /mine': signed } }, '--strict')
  expect(stdout).toMatch(/^1 stage, 2 routes, \d{3} attacks: 0 errors, 0 warnings\.\n$/)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
})

test('a guard that does not hold is an error with the requests that got in', async () => {
  const { code, stdout } = await attack('credulous', CREDULOUS)
  expect(code).toBe(2)
  expect(stdout).toMatch(
    /^error open-door: test-api test: GET \/mine: its guard let in what it has to refuse\n {4}let in: a token signed by a stranger \(GET \/test\/mine, Authorization: Bearer eyJ/m,
  )
  expect(stdout).toMatch(/^ {4}and \d+ more\n {2}at .*credulous\.json:\d+/m)
  expect(stdout).toMatch(/: 1 error, 0 warnings\.$/m)
})

test('a route whose own model leaves it open without a reason is a warning; strict makes it count', async () => {
  const open: TestApi = { routes: { 'GET /forgotten': mockOf('everybody'), 'GET /mine': signed } }
  const { code, stdout } = await attack('open', open)
  expect(code).toBe(0)
  expect(stdout).toMatch(/^warning open-route: test-api test: GET \/forgotten answers everybody: its AuthorizationType is NONE, /m)
  expect((await attack('open', open, '--strict')).code).toBe(2)
})

test('as JSON lines, with every request that got in; the ledger is another question', async () => {
  const { code, stdout } = await attack('json', CREDULOUS, '--json')
  expect(code).toBe(2)
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as object)
  expect(lines).toEqual([
    expect.objectContaining({
      code: 'open-door',
      severity: 'error',
      route: 'GET /mine',
      ways: expect.arrayContaining([
        {
          family: 'tokens',
          what: 'a token with alg none',
          request: 'GET /test/mine',
          headers: { Authorization: expect.stringMatching(/^Bearer eyJ[\w-]+\.eyJ[\w-]+\.$/) },
        },
      ]),
    }),
  ])
  const both = await attack('json', CREDULOUS, '--ledger')
  expect([both.code, both.stderr]).toEqual([2, expect.stringContaining("'--attack' cannot be used with option '--ledger'")])
})
