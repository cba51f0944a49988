import { emulate, type Gateway, type TemplateObject } from '../../../emulator/testing/index'
import { ECHO, mockOf, restTemplate } from '../../support/rest-template'

// The tables of the developer guide: rest-api-routing-rules, rest-api-routing-rules-examples.

/** A rule in short: `header: glob` or `/base/path` conditions, and the stage that it leads to. */
interface Rule {
  readonly when: readonly string[]
  readonly stage: string
  readonly strip?: boolean
}

const SHOW = mockOf('"$context.stage $context.resourcePath $context.path"')
const STAGES = ['one', 'two', 'three', 'four']

/** A domain name with rules (by priority) and mappings (base path to stage) over an API whose methods say where a request arrived. */
function domain(name: string, mode: string, rules: Readonly<Record<number, Rule>>, mappings: Readonly<Record<string, string>> = {}) {
  const id = name.replace(/\W/g, '')
  const resources: Record<string, unknown> = {
    [id]: {
      Type: 'AWS::ApiGateway::DomainName',
      Properties: { DomainName: name, EndpointConfiguration: { Types: ['REGIONAL'] }, RegionalCertificateArn: 'arn:c', RoutingMode: mode },
    },
  }
  for (const [priority, { when, stage, strip }] of Object.entries(rules)) {
    resources[`${id}Rule${priority}`] = {
      Type: 'AWS::ApiGatewayV2::RoutingRule',
      DependsOn: STAGES,
      Properties: {
        DomainNameArn: { 'Fn::GetAtt': [id, 'DomainNameArn'] },
        Priority: Number(priority),
        Conditions: when.map((condition) => {
          const [, Header, ValueGlob] = /^(.+?): (.+)$/.exec(condition) ?? []
          return Header === undefined
            ? { MatchBasePaths: { AnyOf: [condition.slice(1)] } }
            : { MatchHeaders: { AnyOf: [{ Header, ValueGlob }] } }
        }),
        Actions: [{ InvokeApi: { ApiId: { Ref: 'Api' }, Stage: stage, ...(strip === undefined ? {} : { StripBasePath: strip }) } }],
      },
    }
  }
  for (const [basePath, stage] of Object.entries(mappings)) {
    resources[`${id}Mapping${stage}`] = {
      Type: 'AWS::ApiGateway::BasePathMapping',
      DependsOn: STAGES,
      Properties: { DomainName: { Ref: id }, RestApiId: { Ref: 'Api' }, Stage: stage, ...(basePath === '' ? {} : { BasePath: basePath }) },
    }
  }
  return resources
}

const stages = Object.fromEntries(
  STAGES.map((name) => [
    name,
    { Type: 'AWS::ApiGateway::Stage', Properties: { RestApiId: { Ref: 'Api' }, DeploymentId: { Ref: 'Deployment' }, StageName: name } },
  ]),
)

const glob = (value: string): Record<number, Rule> => ({ 1: { when: [`x-version: ${value}`], stage: 'one' } })

const template: TemplateObject = restTemplate({
  routes: { 'ANY /': SHOW, 'ANY /{proxy+}': SHOW, 'ANY /echo': { fn: 'Echo' } },
  functions: { Echo: ECHO },
  api: { EndpointConfiguration: { Types: ['REGIONAL'] } },
  resources: {
    ...stages,
    ...domain('rules.example.com', 'ROUTING_RULE_ONLY', {
      10: { when: ['Hello: World'], stage: 'one' },
      50: { when: ['Accept: image/webp', 'Pet: Dog-*', '/PetStoreShopper'], stage: 'two' },
      100: { when: [], stage: 'three' },
    }),
    ...domain(
      'both.example.com',
      'ROUTING_RULE_THEN_BASE_PATH_MAPPING',
      { 1: { when: ['/pets'], stage: 'one' }, 5: { when: ['Cookie: *ux=beta*', '/refunds'], stage: 'two' } },
      { refunds: 'three', '': 'four' },
    ),
    ...domain('only.example.com', 'ROUTING_RULE_ONLY', { 1: { when: ['/a'], stage: 'one' } }),
    ...domain('idle.example.com', 'BASE_PATH_MAPPING_ONLY', {}, { '': 'four' }),
    ...domain('strip.example.com', 'ROUTING_RULE_ONLY', {
      1: { when: ['/deep/dogs'], stage: 'one', strip: true },
      2: { when: ['/PetStoreShopper'], stage: 'two', strip: true },
      3: { when: ['/kept'], stage: 'three', strip: false },
    }),
    ...domain('*.wild.example.com', 'ROUTING_RULE_ONLY', {
      10: { when: ['Host: a.wild.example.com'], stage: 'one' },
      500: { when: [], stage: 'three' },
    }),
    ...domain('prefix.example.com', 'ROUTING_RULE_ONLY', glob('a*')),
    ...domain('suffix.example.com', 'ROUTING_RULE_ONLY', glob('*a')),
    ...domain('infix.example.com', 'ROUTING_RULE_ONLY', glob('*a*')),
    ...domain('any.example.com', 'ROUTING_RULE_ONLY', glob('*')),
    ...domain('exact.example.com', 'ROUTING_RULE_ONLY', glob('alpha')),
    ...domain('json.example.com', 'ROUTING_RULE_ONLY', { 1: { when: ['Accept: *json'], stage: 'one' } }),
  },
})

let gateway: Gateway
beforeAll(async () => {
  gateway = await emulate(template, { strict: true })
})
afterAll(() => gateway.stop())

const ask = async (url: string, headers: [string, string][] = []): Promise<unknown> =>
  (await gateway.fetch(`https://${url}`, { headers })).json()
const FORBIDDEN = { message: 'Forbidden' }

test.each<[string, [string, string][], string]>([
  ['/', [['Hello', 'World']], 'one'],
  [
    '/PetStoreShopper',
    [
      ['hello', 'World'],
      ['Pet', 'Dog-Bella'],
      ['Accept', 'image/webp'],
    ],
    'one',
  ],
  [
    '/PetStoreShopper',
    [
      ['Pet', 'Dog-Bella'],
      ['Accept', 'image/webp'],
    ],
    'two',
  ],
  [
    '/PetStoreShopper/x',
    [
      ['Pet', 'Dog-Bella'],
      ['Accept', 'image/webp'],
    ],
    'two',
  ],
  ['/PetStoreShopper', [['Pet', 'Dog-Bella']], 'three'],
  [
    '/petstoreshopper',
    [
      ['Pet', 'Dog-Bella'],
      ['Accept', 'image/webp'],
    ],
    'three',
  ],
  [
    '/PetStoreShopperX',
    [
      ['Pet', 'Dog-Bella'],
      ['Accept', 'image/webp'],
    ],
    'three',
  ],
  ['/', [['Hello', 'world']], 'three'],
])('rules only: %s with %j goes to %s', async (path, headers, stage) => {
  expect(await ask(`rules.example.com${path}`, headers)).toBe(path === '/' ? `${stage} / /` : `${stage} /{proxy+} ${path}`)
})

test.each<[string, [string, string][], unknown]>([
  ['/pets', [], 'one /{proxy+} /pets'],
  ['/refunds/1', [['Cookie', 'lang=en-us;ux=beta']], 'two /{proxy+} /refunds/1'],
  ['/refunds/1', [], 'three /{proxy+} /refunds/1'],
  ['/', [], 'four / /'],
])('rules, then mappings: %s with %j', async (path, headers, expected) => {
  expect(await ask(`both.example.com${path}`, headers)).toBe(expected)
})

test('what no rule and no mapping takes is 403', async () => {
  expect(await ask('only.example.com/b')).toEqual(FORBIDDEN)
  expect(await ask('only.example.com/a')).toBe('one /{proxy+} /a')
  expect(await ask('idle.example.com/a')).toBe('four /{proxy+} /a')
})

test.each([
  ['/deep/dogs', 'one / /deep/dogs'],
  ['/deep/dogs/1', 'one /{proxy+} /deep/dogs/1'],
  ['/PetStoreShopper?birds=available', 'two / /PetStoreShopper'],
  ['/kept', 'three /{proxy+} /kept'],
])('the base path is cut off where the rule says so: %s', async (path, expected) => {
  expect(await ask(`strip.example.com${path}`)).toBe(expected)
})

test('the event of a function keeps what was cut off, and does not tell a base path mapping', async () => {
  const { path, resource, pathParameters, requestContext } = (await ask('strip.example.com/PetStoreShopper/echo')) as Record<
    string,
    unknown
  >
  expect([path, resource, pathParameters]).toEqual(['/PetStoreShopper/echo', '/echo', null])
  expect(requestContext).toMatchObject({ path: '/PetStoreShopper/echo', stage: 'two', domainName: 'strip.example.com' })
})

test('a wildcard domain name takes one label, and can route by Host', async () => {
  expect(await ask('a.wild.example.com/x')).toBe('one /{proxy+} /x')
  expect(await ask('b.wild.example.com/x')).toBe('three /{proxy+} /x')
  expect((await gateway.fetch('https://a.b.wild.example.com/x')).status).toBe(404)
})

const VERSIONS = ['account', 'alpha', 'backup', 'beta', 'users', 'Alpha']
test.each([
  ['prefix', ['account', 'alpha']],
  ['suffix', ['alpha', 'beta', 'Alpha']],
  ['infix', ['account', 'alpha', 'backup', 'beta', 'Alpha']],
  ['any', VERSIONS],
  ['exact', ['alpha']],
])('values of headers: %s', async (kind, matching) => {
  const found = await Promise.all(
    VERSIONS.map(async (version) => [
      version,
      (await gateway.fetch(`https://${kind}.example.com/x`, { headers: { 'X-Version': version } })).status,
    ]),
  )
  expect(found.filter(([, status]) => status === 200).map(([version]) => version)).toEqual(matching)
})

test('each line of a header is looked at by itself', async () => {
  const status = async (...accepts: string[]) =>
    (await gateway.fetch('https://json.example.com/x', { headers: accepts.map((accept) => ['Accept', accept]) as [string, string][] }))
      .status
  expect([await status('application/json', 'text/xml'), await status('application/json,text/xml')]).toEqual([200, 403])
})
