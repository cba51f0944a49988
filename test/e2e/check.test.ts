import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { portico } from '../support/cli'
import { mockOf, restTemplate, type TestApi } from '../support/rest-template'

const folder = mkdtempSync(join(tmpdir(), 'portico-check-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const LIMITED = {
  MethodSettings: [{ ResourcePath: '/*', HttpMethod: '*', ThrottlingRateLimit: 50, ThrottlingBurstLimit: 100 }],
  AccessLogSetting: { DestinationArn: 'arn:aws:logs:us-east-1:000000000000:log-group:access', Format: '$context.requestId' },
}

const probe = { ...mockOf('1'), metadata: { 'portico:openReason': 'a probe' } }

/** A cloud assembly with one stack: its stage is made in line 12 of the user's app. */
function assembly(name: string, api: Partial<TestApi>): string {
  const directory = mkdtempSync(join(folder, name))
  const write = (file: string, content: unknown) => writeFileSync(join(directory, file), JSON.stringify(content, null, 2))
  const properties = { templateFile: 'Shop.template.json' }
  const environment = 'aws://unknown-account/unknown-region'
  const artifact = { type: 'aws:cloudformation:stack', environment, properties, additionalMetadataFile: 'Shop.metadata.json' }
  write('manifest.json', { version: '55.0.0', artifacts: { Shop: artifact } })
  write('Shop.metadata.json', {
    '/Shop/Api/Stage': [
      { type: 'aws:cdk:logicalId', data: 'Stage' },
      { type: 'aws:cdk:creationStack', data: [`<anonymous> (${folder}/bin/app.ts:12:3)`] },
    ],
  })
  write('Shop.template.json', restTemplate({ routes: { 'GET /x': probe }, ...api, stage: { ...LIMITED, ...api.stage } }))
  return directory
}

// What of a template is never enforced: the version of a documentation that is served nowhere, the kind of an address.
const unenforced = assembly('unenforced', {
  api: { EndpointConfiguration: { Types: ['REGIONAL'], IpAddressType: 'dualstack' } },
  stage: { DocumentationVersion: '1' },
  resources: { Topic: { Type: 'AWS::SNS::Topic' } },
})
// The logical id of the deployment, which stays the same, is not what is tested here.
const check = (...flags: string[]) => portico(['check', '--acknowledge', 'deployment-stale', ...flags], { cwd: folder })

test('nothing to say: the summary, exit code 0', async () => {
  const { code, stdout, stderr } = await check('--cdk-out', assembly('fine', {}), '--strict')
  expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '1 stage, 1 route: 0 errors, 0 warnings.\n', stderr: '' })
  expect((await check('--cdk-out', assembly('fine', {}), '--ledger')).stdout).toBe('All that is set is enforced.\n')
})

test('what is hardly meant so has its place as well, and is in no ledger; strict makes it count, as what the checks find', async () => {
  const unlimited = assembly('unlimited', { stage: { MethodSettings: [] } })
  const { code, stdout } = await check('--cdk-out', unlimited)
  expect(code).toBe(0)
  expect(stdout).toMatch(
    /^warning no-throttle: test-api test: nothing but the account limits GET \/x\.\n {2}at Shop\/Api\/Stage, bin\/app\.ts:12\n {2}fix: /m,
  )
  expect(stdout).toMatch(/0 errors, 1 warning\.$/m)
  expect((await check('--cdk-out', unlimited, '--strict')).code).toBe(1)
  expect((await check('--cdk-out', unlimited, '--ledger')).stdout).toBe('All that is set is enforced.\n')
})

test('a finding that is acknowledged is not told: by its id, at a construct or at a logical id, or by the CDK’s metadata', async () => {
  const unlimited = assembly('unlimited', { stage: { MethodSettings: [] } })
  const told = async (...flags: string[]) => /no-throttle/.test((await check('--cdk-out', unlimited, ...flags)).stdout)
  expect(await told()).toBe(true)
  expect(await told('--acknowledge', 'no-throttle')).toBe(false)
  expect(await told('--acknowledge', 'no-throttle@Shop/Api')).toBe(false)
  expect(await told('--acknowledge', 'no-throttle@Shop/Ap')).toBe(true)
  expect(await told('--acknowledge', 'no-throttle@Stage')).toBe(false)
  const file = join(unlimited, 'Shop.metadata.json')
  const metadata = JSON.parse(readFileSync(file, 'utf8')) as object
  const known = [{ type: 'aws:cdk:acknowledged-rules', data: { 'Portico::no-throttle': 'a test' } }]
  writeFileSync(file, JSON.stringify({ ...metadata, '/Shop/Api': known }))
  expect(await told()).toBe(false)
  const { code, stderr } = await check('--cdk-out', unlimited, '--acknowledge', 'no-throtle')
  expect([code, stderr]).toEqual([2, expect.stringContaining('--acknowledge names no-throtle, which is no check.')])
})

test('a burst above the account’s is told, and can be acknowledged', async () => {
  const [all] = LIMITED.MethodSettings
  const bursting = assembly('bursting', { stage: { MethodSettings: [{ ...all, ThrottlingBurstLimit: 6000 }] } })
  const told = async (...flags: string[]) => (await check('--cdk-out', bursting, ...flags)).stdout
  expect(await told()).toMatch(/^warning burst-out-of-reach: .*\n {2}at Shop\/Api\/Stage, bin\/app\.ts:12\n/m)
  expect(await told('--acknowledge', 'burst-out-of-reach@Shop/Api')).not.toContain('burst-out-of-reach')
})

const forbidden = {
  routes: {
    'GET /x': probe,
    'GET /orders': { fn: 'Orders' },
    'POST /orders': { ...mockOf('1'), method: { AuthorizationType: 'AWS_IAM' } },
  },
  functions: { Orders: 'exports.handler = async () => ({ statusCode: 200 })' },
  resources: { OrdersPermission: { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value: 'no permission' } } },
}

test('an error is exit code 1; JSON tells what acknowledges a finding, and with --prove what came of trying it', async () => {
  const { code, stdout } = await check('--cdk-out', assembly('forbidden', forbidden), '--prove', '--json')
  expect(code).toBe(1)
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as object)
  expect(lines).toEqual([
    expect.objectContaining({
      code: 'open-method',
      severity: 'warning',
      acknowledge: 'open-method@Method1',
      proof: 'GET /test/orders without credentials came to the integration of GET /orders',
    }),
    expect.objectContaining({
      code: 'missing-permission',
      severity: 'error',
      message: 'GET /orders of test-api is answered 500: nothing lets API Gateway invoke Orders for it.',
      fix: expect.stringContaining('AWS::Lambda::Permission'),
      place: expect.objectContaining({ element: 'Resources.Method1.Properties.Integration.Uri', line: expect.any(Number) }),
      proof: 'GET /orders is answered 500 {"message": "Internal server error"}',
    }),
  ])
})

test('warnings are printed with their places; strict makes them count', async () => {
  const { code, stdout } = await check('--cdk-out', unenforced)
  expect(code).toBe(0)
  expect(stdout).toMatch(/^warning type-not-emulated: AWS::SNS::Topic \(Topic\)/m)
  expect(stdout).toMatch(/sets DocumentationVersion, which is not enforced: .*\n {2}at Shop\/Api\/Stage, bin\/app\.ts:12$/m)
  expect(stdout).toMatch(/^1 stage, 1 route: 0 errors, 3 warnings\.$/m)
  expect((await check('--cdk-out', unenforced, '--strict')).code).toBe(2)
})

test('the ledger tells each property that is not enforced, with its construct and its line', async () => {
  const { code, stdout } = await check('--cdk-out', unenforced, '--ledger')
  expect(code).toBe(0)
  expect(stdout).toMatch(
    /^Shop\/Api\/Stage \(AWS::ApiGateway::Stage\)\n {2}DocumentationVersion: documentation is kept and served nowhere {2}bin\/app\.ts:12$/m,
  )
  expect(stdout).toMatch(/^Api \(AWS::ApiGateway::RestApi\)\n {2}EndpointConfiguration\.IpAddressType: .+Shop\.template\.json:\d+$/m)
  expect(stdout).toMatch(/^Topic\n {2}AWS::SNS::Topic \(Topic\) is not emulated/m)
  expect(stdout).toMatch(/^Not enforced: 2 properties, and 1 thing as a whole, in 3 places\.$/m)
})

test('the ledger as JSON lines', async () => {
  const { stdout } = await check('--cdk-out', unenforced, '--ledger', '--json')
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
  expect(lines).toEqual([
    expect.objectContaining({ resource: 'Topic', reason: expect.stringContaining('not emulated') }),
    expect.objectContaining({ resource: 'Api', property: 'EndpointConfiguration.IpAddressType', line: expect.any(Number) }),
    {
      construct: 'Shop/Api/Stage',
      resource: 'Stage',
      type: 'AWS::ApiGateway::Stage',
      property: 'DocumentationVersion',
      reason: 'documentation is kept and served nowhere',
      file: `${folder}/bin/app.ts`,
      line: 12,
    },
  ])
})

test('an OpenAPI file: its own lines, and nothing of the stage that it is given here', async () => {
  const file = join(folder, 'shop.yaml')
  const backend = '{ type: http_proxy, httpMethod: GET, uri: "https://orders.internal.example" }'
  const paths = `  /a:\n    get:\n      x-amazon-apigateway-integration: ${backend}\n`
  writeFileSync(file, `openapi: 3.0.1\ninfo: { title: shop, version: '1' }\npaths:\n${paths}`)
  const { code, stdout } = await check('--openapi', file, '--prove')
  expect(code).toBe(0)
  expect(stdout).toMatch(
    /^warning open-method: GET \/a of shop answers everybody: .*\n {2}at .*shop\.yaml:5, paths\.\/a\.get\n {2}proof: GET \/prod\/a /,
  )
  expect(stdout).toMatch(/0 errors, 1 warning\.$/m)
  expect((await check('--openapi', file, '--strict', '--acknowledge', 'open-method@GET /a')).code).toBe(0)
})

test('an error does not hide what is wrong elsewhere: both are printed, exit code 2', async () => {
  const broken = join(folder, 'broken.json')
  writeFileSync(broken, JSON.stringify({ Resources: { A: { Type: 'AWS::SSM::Parameter', Properties: { Value: { Ref: 'Nothing' } } } } }))
  const { code, stdout } = await check('--template', broken, '--cdk-out', unenforced)
  expect(code).toBe(2)
  expect(stdout).toMatch(/^error .*Nothing/m)
  expect(stdout).toMatch(/DocumentationVersion/)
  expect(stdout).toMatch(/1 error, 3 warnings\.$/m)
})
