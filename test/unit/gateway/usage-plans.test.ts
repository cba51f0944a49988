import {
  APIGatewayClient,
  CreateApiKeyCommand,
  CreateUsagePlanKeyCommand,
  DeleteUsagePlanKeyCommand,
  GetUsageCommand,
  type PatchOperation,
  UpdateApiKeyCommand,
  UpdateUsageCommand,
  UpdateUsagePlanCommand,
} from '@aws-sdk/client-api-gateway'
import { emulate, type Gateway, matchers } from '../../../emulator/testing/index'
import { keyed, keyValue, plans } from '../../support/plans'
import { mockOf, restTemplate, type TestApi } from '../../support/rest-template'

expect.extend(matchers)

interface World {
  readonly gw: Gateway
  readonly client: APIGatewayClient
  /** How many of so many requests of a key pass. */
  readonly passed: (count: number, key?: string, path?: string) => Promise<number>
  readonly get: (key?: string, path?: string) => Promise<Response>
}
const outputs = (resources: object) => Object.fromEntries(Object.keys(resources).map((id) => [id, { Value: { Ref: id } }]))

/** An API with plans, and the SDK's client on its port; the clock stands at a time. */
async function withPlans(
  given: Parameters<typeof plans>[0],
  time: string,
  run: (world: World) => Promise<void>,
  api: Partial<TestApi> = {},
): Promise<void> {
  const resources = { ...plans(given), ...api.resources }
  const routes = { 'GET /a': keyed('a'), 'GET /open': mockOf('open'), ...api.routes }
  const template = restTemplate({ ...api, routes, resources })
  await using gw = await emulate(
    { ...template, Outputs: { ...(template['Outputs'] as object), ...outputs(resources) } },
    { clock: new Date(time), port: 0, stage: 'test' },
  )
  const client = new APIGatewayClient({
    endpoint: gw.url as string,
    region: 'us-east-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  })
  const get = (key = 'acme', path = '/a') => gw.fetch(path, { headers: { 'x-api-key': keyValue(key) } })
  const passed = async (count: number, key?: string, path?: string) => {
    let sum = 0
    for (let i = 0; i < count; i++) if ((await get(key, path)).status === 200) sum++
    return sum
  }
  try {
    await run({ gw, client, passed, get })
  } finally {
    client.destroy()
  }
}

const quota = (Limit: number, Period: string, more: object = {}) => ({ keys: ['acme', 'beta'], Quota: { Limit, Period, ...more } })

test('a quota is counted by key, and refused with AWS’s words when it is used up', () =>
  withPlans({ Basic: quota(3, 'DAY') }, '2026-05-05T10:00:00Z', async ({ gw, passed, get }) => {
    expect([await passed(5), await passed(2, 'beta'), await passed(9, 'acme', '/open')]).toEqual([3, 2, 9])
    const refused = await get()
    expect(refused).toBeQuotaExceeded()
    expect([refused.status, refused.headers.get('x-amzn-errortype'), await refused.text()]).toEqual([
      429,
      'LimitExceededException',
      '{"message":"Limit Exceeded"}',
    ])
    const { requests } = (await (await fetch(`${gw.url}/_portico/requests`)).json()) as { requests: { error: object }[] }
    expect(requests[0]?.error).toEqual({
      type: 'QUOTA_EXCEEDED',
      layer: 'quota',
      log: `API Key ${'*'.repeat(keyValue('acme').length - 6)}acters exceeded quota limit for API Stage ${gw.outputs['ApiId']}/test: Key quota exhausted for Usage Plan ID ${gw.outputs['Basic']}. Q Limit: 3 Period: DAY`,
    })
  }))

// From a time, the spans to let pass, and how many of ten requests pass behind each: a quota of 2.
test.each<[string, string, string, readonly (readonly [string, number])[]]>([
  [
    'DAY',
    'a day ends at midnight UTC',
    '2026-03-28T23:59:59Z',
    [
      ['0 s', 2],
      ['999 ms', 0],
      ['1 ms', 2],
      ['23 hours', 0],
      ['1 hour', 2],
    ],
  ],
  [
    'DAY',
    'no hour is lost or won where clocks change',
    '2026-03-29T00:00:00Z',
    [
      ['0 s', 2],
      ['23 hours', 0],
      ['1 hour', 2],
      ['24 hours', 2],
    ],
  ],
  [
    'WEEK',
    'a week begins on Sunday',
    '2026-05-09T23:59:59Z',
    [
      ['0 s', 2],
      ['1 s', 2],
      ['6 days', 0],
      ['23 hours', 0],
      ['1 hour', 2],
    ],
  ],
  [
    'MONTH',
    'February of a leap year has 29 days',
    '2028-02-28T00:00:00Z',
    [
      ['0 s', 2],
      ['24 hours', 0],
      ['23 hours', 0],
      ['1 hour', 2],
    ],
  ],
  [
    'MONTH',
    'February of another has 28',
    '2026-02-28T00:00:00Z',
    [
      ['0 s', 2],
      ['23 hours', 0],
      ['1 hour', 2],
    ],
  ],
  [
    'MONTH',
    'a year ends',
    '2026-12-31T23:00:00Z',
    [
      ['0 s', 2],
      ['59 minutes', 0],
      ['60 s', 2],
      ['31 days', 2],
    ],
  ],
])('%s: %s', (period, _title, time, spans) =>
  withPlans({ Basic: quota(2, period) }, time, async ({ gw, passed }) => {
    const seen: [string, number][] = []
    for (const [span] of spans) {
      await gw.clock.advance(span)
      seen.push([span, await passed(10)])
    }
    expect(seen).toEqual(spans)
  }),
)

test('a month with an offset: what was used before counts in the first month only', () =>
  withPlans({ Basic: quota(10, 'MONTH', { Offset: 4 }) }, '2026-01-20T00:00:00Z', async ({ gw, passed }) => {
    expect(await passed(20)).toBe(6)
    expect(await gw.usage('acme')).toEqual({ plan: 'Basic', used: 20, remaining: 0, resetAt: new Date('2026-02-01T00:00:00Z') })
    await gw.clock.advance('12 days')
    expect(await passed(4)).toBe(4)
    expect(await gw.usage('acme')).toEqual({ plan: 'Basic', used: 4, remaining: 6, resetAt: new Date('2026-03-01T00:00:00Z') })
    expect(await passed(20)).toBe(6)
  }))

test('the stages of a plan share its quota and its throttle', () =>
  withPlans(
    {
      Basic: {
        keys: ['acme'],
        Quota: { Limit: 5, Period: 'DAY' },
        Throttle: { RateLimit: 1, BurstLimit: 3 },
        ApiStages: [
          { ApiId: { Ref: 'Api' }, Stage: 'test' },
          { ApiId: { Ref: 'Api' }, Stage: { Ref: 'Live' } },
        ],
      },
    },
    '2026-05-05T10:00:00Z',
    async ({ gw, passed }) => {
      const live = async () => (await gw.at({ stage: 'live' }).fetch('/a', { headers: { 'x-api-key': keyValue('acme') } })) as Response
      expect(await passed(2)).toBe(2)
      expect(await live()).not.toBeThrottled()
      expect(await live()).toBeThrottled('plan')
      await gw.clock.advance('1 minute')
      expect(await passed(1)).toBe(1)
      expect((await live()).status).toBe(200)
      expect(await live()).toBeQuotaExceeded()
    },
    {
      resources: {
        Live: {
          Type: 'AWS::ApiGateway::Stage',
          Properties: { RestApiId: { Ref: 'Api' }, DeploymentId: { Ref: 'Deployment' }, StageName: 'live' },
        },
      },
    },
  ))

test('GetUsage tells the traffic of each day; UpdateUsage grants more of the present period', () =>
  withPlans({ Basic: quota(5, 'WEEK') }, '2026-05-04T10:00:00Z', async ({ gw, client, passed }) => {
    const [usagePlanId, keyId] = [gw.outputs['Basic'], gw.outputs['Keyacme']] as [string, string]
    const usage = async (startDate: string, endDate: string) =>
      (await client.send(new GetUsageCommand({ usagePlanId, keyId, startDate, endDate }))).items?.[keyId]
    expect(await passed(2)).toBe(2)
    await gw.clock.advance('24 hours')
    expect(await passed(1)).toBe(1)
    expect(await usage('2026-05-03', '2026-05-05')).toEqual([
      [0, 5],
      [2, 3],
      [1, 2],
    ])
    const grant = (value: string) =>
      client.send(new UpdateUsageCommand({ usagePlanId, keyId, patchOperations: [{ op: 'replace', path: '/remaining', value }] }))
    await grant('4')
    expect(await passed(9)).toBe(4)
    expect(await gw.usage('acme')).toMatchObject({ remaining: 0 })
    await grant('1')
    expect(await passed(9)).toBe(1)
    await gw.clock.advance('7 days')
    expect(await passed(9)).toBe(5)
    expect((await usage('2026-05-04', '2026-05-04'))?.[0]?.[0]).toBe(2)
  }))

test('plans, keys and memberships that change while they serve count at once', () =>
  withPlans({ Basic: quota(2, 'DAY') }, '2026-05-05T10:00:00Z', async ({ gw, client, passed, get }) => {
    const [usagePlanId, keyId] = [gw.outputs['Basic'], gw.outputs['Keyacme']] as [string, string]
    const patch = (...patchOperations: PatchOperation[]) => client.send(new UpdateUsagePlanCommand({ usagePlanId, patchOperations }))
    expect(await passed(2)).toBe(2)
    await patch({ op: 'replace', path: '/quota/limit', value: '3' })
    expect(await passed(5)).toBe(1)
    await patch({ op: 'remove', path: '/quota' })
    expect(await passed(5)).toBe(5)
    await patch({ op: 'replace', path: '/throttle/rateLimit', value: '1' }, { op: 'replace', path: '/throttle/burstLimit', value: '2' })
    expect(await passed(5)).toBe(2)
    const method = `/apiStages/${gw.outputs['ApiId']}:test/throttle/a/GET`
    await patch({ op: 'replace', path: `${method}/rateLimit`, value: '100' }, { op: 'replace', path: `${method}/burstLimit`, value: '0' })
    expect(await get('beta')).toBeThrottled('plan-method')
    await patch({ op: 'remove', path: '/throttle' }, { op: 'remove', path: method })
    expect(await passed(5)).toBe(5)
    await client.send(new UpdateApiKeyCommand({ apiKey: keyId, patchOperations: [{ op: 'replace', path: '/enabled', value: 'false' }] }))
    expect([(await get()).status, await passed(2, 'beta')]).toEqual([403, 2])
    const made = await client.send(new CreateApiKeyCommand({ name: 'new', value: keyValue('new'), enabled: true }))
    expect((await get('new')).status).toBe(403)
    await client.send(new CreateUsagePlanKeyCommand({ usagePlanId, keyId: made.id, keyType: 'API_KEY' }))
    expect((await get('new')).status).toBe(200)
    await client.send(new DeleteUsagePlanKeyCommand({ usagePlanId, keyId: made.id }))
    expect((await get('new')).status).toBe(403)
  }))

test('usage goes by the name, the id or the value of a key, and says what it does not know', () =>
  withPlans({ Basic: quota(5, 'DAY'), Other: { keys: ['gamma'] } }, '2026-05-05T10:00:00Z', async ({ gw, passed }) => {
    await passed(2)
    const used = { plan: 'Basic', used: 2, remaining: 3, resetAt: new Date('2026-05-06T00:00:00Z') }
    for (const key of ['acme', gw.outputs['Keyacme'] as string, keyValue('acme')]) expect(await gw.usage(key)).toEqual(used)
    expect(await gw.usage('gamma')).toEqual({ plan: 'Other', used: 0 })
    await expect(gw.usage('nobody')).rejects.toThrow(/no API key nobody\. There are: .*gamma/)
    await expect(gw.usage('acme', { plan: 'Other' })).rejects.toThrow(/no such usage plan: there are: Basic/)
  }))

test('an authorizer names the key that its plan limits', () =>
  withPlans(
    { Basic: quota(2, 'DAY') },
    '2026-05-05T10:00:00Z',
    async ({ gw }) => {
      const statuses: number[] = []
      for (let i = 0; i < 4; i++) statuses.push((await gw.fetch('/told', { headers: { Authorization: 'acme' } })).status)
      statuses.push((await gw.fetch('/told', { headers: { Authorization: 'beta' } })).status)
      expect(statuses).toEqual([200, 200, 429, 429, 200])
    },
    {
      api: { ApiKeySourceType: 'AUTHORIZER' },
      routes: {
        'GET /told': {
          ...keyed('told'),
          method: { ...keyed('told').method, AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Authorizer' } },
        },
      },
      functions: {
        Auth: `exports.handler = async ({ authorizationToken, methodArn }) => ({
          principalId: authorizationToken,
          policyDocument: { Version: '2012-10-17', Statement: [{ Action: '*', Effect: 'Allow', Resource: methodArn }] },
          usageIdentifierKey: authorizationToken + '-key-of-at-least-20-characters',
        })`,
      },
      resources: {
        Authorizer: {
          Type: 'AWS::ApiGateway::Authorizer',
          Properties: {
            RestApiId: { Ref: 'Api' },
            Name: 'told',
            Type: 'TOKEN',
            IdentitySource: 'method.request.header.Authorization',
            AuthorizerUri: { 'Fn::Sub': `arn:aws:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${Auth.Arn}/invocations` },
          },
        },
        MayAsk: {
          Type: 'AWS::Lambda::Permission',
          Properties: { Action: 'lambda:InvokeFunction', FunctionName: { Ref: 'Auth' }, Principal: 'apigateway.amazonaws.com' },
        },
      },
    },
  ))
