import { ManualClock } from '../../../emulator/base/clock'
import { Emulator } from '../../../emulator/emulator'
import { apigateway } from '../../../emulator/services/apigateway'
import { fetchStage } from '../../../emulator/testing/fetch'
import { findStage } from '../../../emulator/testing/stages'
import { mockOf, restTemplate, type TestApi } from '../../support/rest-template'

const START = Date.UTC(2026, 0, 1)
const SLOW = 'exports.handler = async () => ({ statusCode: 200 })'

async function started(api: TestApi) {
  const clock = new ManualClock(START)
  const emulator = new Emulator({ clock })
  await emulator.deployments.deploy(
    { kind: 'template', name: 'T', body: JSON.stringify(restTemplate(api)), file: undefined },
    { strict: false },
  )
  const stage = () => findStage(emulator.stages.all(), {})
  const get = (path: string) => fetchStage(emulator.front, stage, path)
  /** `ApiName=test-api|Stage=test` to the sums of its metrics. */
  const sums = (minutes = 1) => {
    const found: Record<string, Record<string, number>> = {}
    for (const { namespace, name, dimensions, units } of emulator.metrics.in('000000000000', 'us-east-1').list()) {
      if (namespace !== 'AWS/ApiGateway') continue
      const key = dimensions.map(({ Name, Value }) => `${Name}=${Value}`).join('|')
      for (const series of units.values())
        for (const point of series.read(START, START + minutes * 60_000, minutes * 60_000).values()) {
          found[key] ??= {}
          found[key][name] = point.sum
        }
    }
    return found
  }
  return { emulator, clock, get, sums, [Symbol.asyncDispose]: () => emulator.stop() }
}

test('every request counts for its API and stage; for its method where the stage asks for it', async () => {
  await using world = await started({
    routes: { 'GET /ok': mockOf('ok'), 'GET /broken': mockOf('x', '500'), 'ANY /any/{id}': mockOf('any') },
    api: { Name: 'Läden' },
    stage: { MethodSettings: [{ ResourcePath: '/any/{id}', HttpMethod: 'ANY', MetricsEnabled: true }] },
  })
  for (const path of ['/ok', '/ok', '/broken', '/any/1', '/nothing']) await world.get(path)
  const all = { Count: 5, '4XXError': 1, '5XXError': 1, Latency: 0 }
  expect(world.sums()).toEqual({
    'ApiName=Lden': all,
    'ApiName=Lden|Stage=test': all,
    'ApiName=Lden|Method=ANY|Resource=/any/{id}|Stage=test': { Count: 1, '4XXError': 0, '5XXError': 0, Latency: 0 },
  })
})

test('an API without an ASCII name goes by its id; reset forgets', async () => {
  await using world = await started({ routes: { 'GET /': mockOf('ok') }, api: { Name: '店' } })
  world.emulator.markReady()
  const [{ apiId } = { apiId: '' }] = world.emulator.stages.all()
  await world.get('/')
  expect(Object.keys(world.sums())).toEqual([`ApiName=${apiId}`, `ApiName=${apiId}|Stage=test`])
  await world.emulator.reset()
  expect(world.sums()).toEqual({})
  await world.get('/')
  expect(world.sums()[`ApiName=${apiId}`]).toMatchObject({ Count: 1 })
})

test('the time of the integration is counted where there is one, in the minute of the answer', async () => {
  await using world = await started({ routes: { 'GET /f': { fn: 'Slow' }, 'GET /mock': mockOf('ok') }, functions: { Slow: SLOW } })
  await world.get('/mock')
  expect(world.sums()['ApiName=test-api']).not.toHaveProperty('IntegrationLatency')
  await world.get('/f')
  expect(world.sums()['ApiName=test-api']).toMatchObject({ Count: 2, IntegrationLatency: 0 })
})

test('a stage that is deployed anew goes on counting in the same metrics; a test invocation does not count', async () => {
  await using world = await started({ routes: { 'GET /ok': mockOf('ok') } })
  await world.get('/ok')
  const { apiId, account, region } = world.emulator.stages.all()[0] ?? { apiId: '', account: '', region: '' }
  const { records } = world.emulator.call(account, region)
  const stage = records.stages.get('test', apiId)
  if (stage !== undefined) records.stages.put({ ...stage, description: 'again' }, 'test', apiId)
  await world.get('/ok')
  expect(world.sums()['ApiName=test-api|Stage=test']).toMatchObject({ Count: 2 })
  const [root] = records.resources.list(apiId).filter(({ path }) => path === '/ok')
  const input = { restApiId: apiId, resourceId: root?.id ?? '', httpMethod: 'GET' }
  expect(await apigateway.operations.TestInvokeMethod(input, world.emulator.call())).toMatchObject({ status: 200 })
  expect(world.sums()['ApiName=test-api|Stage=test']).toMatchObject({ Count: 2 })
})

test('a canary counts with its stage', async () => {
  await using world = await started({ routes: { 'GET /ok': mockOf('ok') }, stage: { CanarySetting: { PercentTraffic: 50 } } })
  for (let i = 0; i < 40; i++) await world.get('/ok')
  expect(world.sums()['ApiName=test-api|Stage=test']).toMatchObject({ Count: 40 })
})
