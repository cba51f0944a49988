import {
  APIGatewayClient,
  CreateDeploymentCommand,
  GetStageCommand,
  UpdateIntegrationResponseCommand,
  UpdateStageCommand,
} from '@aws-sdk/client-api-gateway'
import { seededIds } from '../../../emulator/base/ids'
import { Emulator } from '../../../emulator/index'
import { mockOf, restTemplate } from '../../support/rest-template'

let emulator: Emulator
let client: APIGatewayClient
let restApiId: string
let resourceId: string
beforeAll(async () => {
  emulator = new Emulator({ ids: seededIds(7) })
  const template = restTemplate({
    routes: { 'GET /version': mockOf('one $stageVariables.color $context.isCanaryRequest') },
    stage: { Variables: { color: 'blue' } },
  })
  await emulator.deployments.deploy({ kind: 'template', name: 'test', body: JSON.stringify(template), file: undefined }, { strict: false })
  const { url } = await emulator.listen({ port: 0 })
  client = new APIGatewayClient({ endpoint: url, region: 'us-east-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } })
  const [stage] = emulator.stages.all()
  restApiId = stage?.apiId ?? ''
  resourceId = stage?.routes[0]?.resourceId ?? ''
})
afterAll(async () => {
  client.destroy()
  await emulator.stop()
})

const fetchAll = async (times: number) => {
  const counts: Record<string, number> = {}
  for (let i = 0; i < times; i++) {
    const { body } = await emulator.front.handle({
      method: 'GET',
      target: '/test/version',
      headers: ['Host', `${restApiId}.execute-api.us-east-1.amazonaws.com`],
      body: undefined,
      sourceIp: '127.0.0.1',
    })
    counts[String(body)] = (counts[String(body)] ?? 0) + 1
  }
  return counts
}
const patch = (...patchOperations: { op: 'replace' | 'copy' | 'remove'; path: string; value?: string; from?: string }[]) =>
  client.send(new UpdateStageCommand({ restApiId, stageName: 'test', patchOperations }))

test('a canary takes its share by chance, with its deployment and variables; promoted it takes all; removed it is gone', async () => {
  expect(await fetchAll(3)).toEqual({ 'one blue ': 3 })
  const body = {
    op: 'replace',
    path: '/responseTemplates/application~1json',
    value: 'two $stageVariables.color $context.isCanaryRequest',
  } as const
  await client.send(
    new UpdateIntegrationResponseCommand({ restApiId, resourceId, httpMethod: 'GET', statusCode: '200', patchOperations: [body] }),
  )
  await client.send(
    new CreateDeploymentCommand({
      restApiId,
      stageName: 'test',
      canarySettings: { percentTraffic: 25, stageVariableOverrides: { color: 'yellow' } },
    }),
  )
  const shared = await fetchAll(1000)
  expect(Object.keys(shared).sort()).toEqual(['one blue false', 'two yellow true'])
  expect(shared['two yellow true']).toBeGreaterThan(200)
  expect(shared['two yellow true']).toBeLessThan(300)
  await patch({ op: 'replace', path: '/canarySettings/percentTraffic', value: '0.0' })
  expect(await fetchAll(50)).toEqual({ 'one blue false': 50 })
  await patch({ op: 'replace', path: '/canarySettings/percentTraffic', value: '100.0' })
  expect(await fetchAll(50)).toEqual({ 'two yellow true': 50 })
  await patch(
    { op: 'copy', from: '/canarySettings/deploymentId', path: '/deploymentId' },
    { op: 'copy', from: '/canarySettings/stageVariableOverrides', path: '/variables' },
    { op: 'remove', path: '/canarySettings' },
  )
  expect(await fetchAll(2)).toEqual({ 'two yellow ': 2 })
})

test('a stage goes back to an earlier deployment', async () => {
  const { deploymentId } = await client.send(new GetStageCommand({ restApiId, stageName: 'test' }))
  const earlier = emulator.registry
    .records(emulator.account, 'us-east-1')
    .deployments.list(restApiId)
    .find(({ id }) => id !== deploymentId)
  await patch({ op: 'replace', path: '/deploymentId', value: earlier?.id ?? '' })
  expect(await fetchAll(2)).toEqual({ 'one yellow ': 2 })
})
