import { burstOutOfReach } from '../../../emulator/assembly/burst-out-of-reach'
import { formatDiagnostic } from '../../../emulator/base/diagnostics'
import { seededIds } from '../../../emulator/base/ids'
import { Emulator } from '../../../emulator/index'
import { keyed, plans } from '../../support/plans'
import { mockOf, restTemplate, type TestApi } from '../../support/rest-template'

const limit = (ResourcePath: string, HttpMethod: string, rate: number, burst: number) => ({
  ResourcePath,
  HttpMethod,
  ThrottlingRateLimit: rate,
  ThrottlingBurstLimit: burst,
})
const limited = { MethodSettings: [limit('/*', '*', 50, 100)] }
const partner = { keys: ['acme'], Throttle: { RateLimit: 5, BurstLimit: 10 } }
const forTest = (Throttle: object) => [{ ApiId: { Ref: 'Api' }, Stage: 'test', Throttle }]

/** What the rule says of an API: code and message. */
async function findings(api: TestApi, account?: { rate: number; burst: number }): Promise<string[]> {
  await using emulator = new Emulator({ ids: seededIds(1), ...(account === undefined ? {} : { accountThrottle: account }) })
  const body = JSON.stringify(restTemplate(api))
  await emulator.deployments.deploy({ kind: 'template', name: 'test', body, file: undefined }, { strict: false })
  const said = burstOutOfReach(emulator.call())
  expect(said.filter(({ subject, fix }) => subject === undefined || fix === undefined)).toEqual([])
  return said.map((diagnostic) => formatDiagnostic({ ...diagnostic, fix: undefined as never }).split('\n')[0] as string)
}

const open = { 'GET /a': mockOf('a') }
test.each<[string, TestApi, readonly string[]]>([
  ['bursts that can come', { routes: open, stage: limited }, []],
  [
    'bursts above the account’s, and of nothing',
    {
      routes: { ...open, 'GET /k': keyed('k'), 'GET /none': mockOf('none') },
      stage: { MethodSettings: [limit('/*', '*', 50, 6000), limit('/none', 'GET', 50, 0)] },
      resources: plans({ Partner: { keys: ['acme'], Throttle: { RateLimit: 5, BurstLimit: 7000 } } }),
    },
    [
      'warning burst-out-of-reach: The burst of GET /a of test-api test is 6000, and can never be reached: the account lets 5000 through at once.',
      'warning burst-out-of-reach: The burst of GET /k of test-api test is 6000, and can never be reached: the account lets 5000 through at once.',
      'warning burst-out-of-reach: The burst of GET /none of test-api test is 0: no request is let through.',
      'warning burst-out-of-reach: The burst of the usage plan Partner is 7000, and can never be reached: the account lets 5000 through at once.',
    ],
  ],
  [
    'bursts of methods in a plan above the plan’s, or the stage’s',
    {
      routes: { 'GET /k': keyed('k'), 'GET /l': keyed('l') },
      stage: { MethodSettings: [limit('/*', '*', 50, 8)] },
      resources: plans({
        Partner: {
          ...partner,
          ApiStages: forTest({ '/k/GET': { RateLimit: 1, BurstLimit: 11 }, '/l/GET': { RateLimit: 1, BurstLimit: 9 } }),
        },
      }),
    },
    [
      'warning burst-out-of-reach: The burst of /k/GET in the usage plan Partner is 11, and can never be reached: the plan lets 10 through at once.',
      'warning burst-out-of-reach: The burst of /l/GET in the usage plan Partner is 9, and can never be reached: the method in the stage lets 8 through at once.',
    ],
  ],
])('%s', async (_title, api, expected) => {
  expect(await findings(api)).toEqual(expected)
})

test('a raised account lets larger bursts come', async () => {
  const api = { routes: open, stage: { MethodSettings: [limit('/*', '*', 50, 6000)] } }
  expect(await findings(api, { rate: 20_000, burst: 6000 })).toEqual([])
})
