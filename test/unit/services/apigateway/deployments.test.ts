import { NO_API, oneApi, refusal } from './api'

const BAD = '400 BadRequestException '

test('a deployment keeps the API as it was, and is answered without its definition', async () => {
  const { gw, call, restApiId, mock } = oneApi()
  const { resourceId } = mock('/a')
  const { id, ...rest } = gw.CreateDeployment({ restApiId, description: 'one' })
  expect([id, rest]).toEqual([
    expect.stringMatching(/^[a-z0-9]{6}$/),
    { createdDate: new Date('2026-01-02T03:04:05Z'), description: 'one' },
  ])
  gw.UpdateRestApi({ restApiId, patchOperations: [{ op: 'add', path: '/binaryMediaTypes/a~1b' }] })
  gw.DeleteMethod({ restApiId, resourceId, httpMethod: 'GET' })
  const { definition } = call.records.deployments.get(id, restApiId) ?? {}
  expect(definition?.api).not.toHaveProperty('binaryMediaTypes')
  expect(definition?.resources.map(({ path, resourceMethods }) => [path, Object.keys(resourceMethods ?? {})])).toEqual([
    ['/', []],
    ['/a', ['GET']],
  ])
  expect(definition?.models.map(({ name }) => name)).toEqual(['Empty', 'Error'])
  expect(gw.GetDeployment({ restApiId, deploymentId: id, embed: ['apisummary'] }).apiSummary).toEqual({
    '/a': { GET: { authorizationType: 'NONE', apiKeyRequired: false } },
  })
  const patchOperations = [{ op: 'replace' as const, path: '/description', value: 'two' }]
  expect(gw.UpdateDeployment({ restApiId, deploymentId: id, patchOperations })).toEqual({ id, ...rest, description: 'two' })
  expect(gw.GetDeployments({ restApiId }).items).toEqual([{ id, ...rest, description: 'two' }])
})

test('stageName makes the stage, then moves it', () => {
  const { gw, restApiId, mock } = oneApi()
  mock('/a')
  const first = gw.CreateDeployment({
    restApiId,
    stageName: 'dev',
    stageDescription: 's',
    variables: { a: '1', b: '2' },
    cacheClusterEnabled: true,
    tracingEnabled: true,
  })
  const stage = gw.GetStage({ restApiId, stageName: 'dev' })
  expect(stage).toMatchObject({
    deploymentId: first.id,
    description: 's',
    variables: { a: '1', b: '2' },
    cacheClusterEnabled: true,
    cacheClusterSize: '0.5',
    cacheClusterStatus: 'AVAILABLE',
    tracingEnabled: true,
  })
  const second = gw.CreateDeployment({ restApiId, stageName: 'dev', variables: { a: '3' }, cacheClusterEnabled: false })
  expect(gw.GetStage({ restApiId, stageName: 'dev' })).toEqual({
    ...stage,
    deploymentId: second.id,
    variables: { a: '3', b: '2' },
    cacheClusterEnabled: false,
    cacheClusterStatus: 'NOT_AVAILABLE',
  })
  const ACTIVE = `${BAD}Active stages pointing to this deployment must be moved or deleted`
  expect(refusal(() => gw.DeleteDeployment({ restApiId, deploymentId: second.id }))).toBe(ACTIVE)
  gw.DeleteDeployment({ restApiId, deploymentId: first.id })
  gw.DeleteStage({ restApiId, stageName: 'dev' })
  gw.DeleteDeployment({ restApiId, deploymentId: second.id })
  expect(gw.GetDeployments({ restApiId }).items).toEqual([])
})

test('CreateDeployment puts a canary on a stage that is there', () => {
  const { gw, restApiId, mock } = oneApi()
  mock('/a')
  const first = gw.CreateDeployment({ restApiId, stageName: 'dev', variables: { testVar: 'default' } })
  const canarySettings = { percentTraffic: 50, stageVariableOverrides: { testVar: 'canary' } }
  const canary = gw.CreateDeployment({ restApiId, stageName: 'dev', canarySettings })
  expect(gw.GetStage({ restApiId, stageName: 'dev' })).toMatchObject({
    deploymentId: first.id,
    variables: { testVar: 'default' },
    canarySettings: { deploymentId: canary.id, percentTraffic: 50, stageVariableOverrides: { testVar: 'canary' }, useStageCache: false },
  })
  expect(refusal(() => gw.DeleteDeployment({ restApiId, deploymentId: canary.id }))).toContain('Active stages')
  const next = gw.CreateDeployment({ restApiId, stageName: 'dev', canarySettings: { percentTraffic: 5 } })
  const stage = gw.GetStage({ restApiId, stageName: 'dev' })
  expect([stage.deploymentId, stage.canarySettings]).toEqual([first.id, { deploymentId: next.id, percentTraffic: 5, useStageCache: false }])
})

test.each<[object, string]>([
  [
    { canarySettings: {} },
    'Invalid deployment content specified.Non null and non empty stageName must be provided for canary deployment. Provided value is null',
  ],
  [
    { canarySettings: {}, stageName: '' },
    'Invalid deployment content specified.Non null and non empty stageName must be provided for canary deployment. Provided value is ',
  ],
  [
    { canarySettings: {}, stageName: 'non-existing' },
    'Invalid deployment content specified.Stage non-existing must already be created before making a canary release deployment',
  ],
  [{ stageName: 'a b' }, 'Stage name only allows a-zA-Z0-9_-'],
])('CreateDeployment refuses %j, and leaves nothing', (members, message) => {
  const { gw, restApiId, mock } = oneApi()
  mock('/a')
  expect(refusal(() => gw.CreateDeployment({ restApiId, ...members }))).toBe(BAD + message)
  expect(gw.GetDeployments({ restApiId }).items).toEqual([])
})

test('there must be something to deploy', () => {
  const { gw, restApiId, rootResourceId } = oneApi()
  expect(refusal(() => gw.CreateDeployment({ restApiId }))).toBe(`${BAD}The REST API doesn't contain any methods`)
  gw.PutMethod({ restApiId, resourceId: rootResourceId, httpMethod: 'GET', authorizationType: 'NONE' })
  expect(refusal(() => gw.CreateDeployment({ restApiId }))).toBe(`${BAD}No integration defined for method`)
  expect(refusal(() => gw.CreateDeployment({ restApiId: 'nope' }))).toBe(NO_API)
  expect(refusal(() => gw.GetDeployment({ restApiId, deploymentId: 'nope' }))).toBe(
    '404 NotFoundException Invalid Deployment identifier specified',
  )
})
