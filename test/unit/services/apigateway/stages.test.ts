import { oneApi, refusal } from './api'

const BAD = '400 BadRequestException '
const NO_STAGE = '404 NotFoundException Invalid stage identifier specified'
const PATHS =
  '[/deploymentId, /description, /cacheClusterEnabled, /cacheClusterSize, /clientCertificateId, /accessLogSettings, /accessLogSettings/destinationArn, /accessLogSettings/format, /{resourcePath}/{httpMethod}/metrics/enabled, /{resourcePath}/{httpMethod}/logging/dataTrace, /{resourcePath}/{httpMethod}/logging/loglevel, /{resourcePath}/{httpMethod}/throttling/burstLimit/{resourcePath}/{httpMethod}/throttling/rateLimit/{resourcePath}/{httpMethod}/caching/ttlInSeconds, /{resourcePath}/{httpMethod}/caching/enabled, /{resourcePath}/{httpMethod}/caching/dataEncrypted, /{resourcePath}/{httpMethod}/caching/requireAuthorizationForCacheControl, /{resourcePath}/{httpMethod}/caching/unauthorizedCacheControlHeaderStrategy, /*/*/metrics/enabled, /*/*/logging/dataTrace, /*/*/logging/loglevel, /*/*/throttling/burstLimit /*/*/throttling/rateLimit /*/*/caching/ttlInSeconds, /*/*/caching/enabled, /*/*/caching/dataEncrypted, /*/*/caching/requireAuthorizationForCacheControl, /*/*/caching/unauthorizedCacheControlHeaderStrategy, /variables/{variable_name}, /tracingEnabled]'
const SETTINGS = {
  cacheDataEncrypted: false,
  cacheTtlInSeconds: 300,
  cachingEnabled: false,
  dataTraceEnabled: false,
  metricsEnabled: false,
  requireAuthorizationForCacheControl: true,
  throttlingBurstLimit: 5000,
  throttlingRateLimit: 10000,
  unauthorizedCacheControlHeaderStrategy: 'SUCCEED_WITH_RESPONSE_HEADER',
}

function oneStage() {
  const api = oneApi()
  const { gw, restApiId } = api
  api.mock('/test')
  const [deployment, other] = [gw.CreateDeployment({ restApiId }), gw.CreateDeployment({ restApiId })]
  const place = { restApiId, stageName: 'dev' }
  const stage = gw.CreateStage({ ...place, deploymentId: deployment.id })
  const update = (...patchOperations: object[]) => gw.UpdateStage({ ...place, patchOperations })
  const refused = (operation: object) => refusal(() => update(operation))
  return { ...api, deploymentId: deployment.id, otherId: other.id, place, stage, update, refused }
}

test('a stage: defaults, what was given, lists, end', async () => {
  const { gw, restApiId, deploymentId, otherId, stage, place } = oneStage()
  expect(stage).toEqual({
    stageName: 'dev',
    deploymentId,
    cacheClusterEnabled: false,
    cacheClusterStatus: 'NOT_AVAILABLE',
    methodSettings: {},
    tracingEnabled: false,
    createdDate: new Date('2026-01-02T03:04:05Z'),
    lastUpdatedDate: new Date('2026-01-02T03:04:05Z'),
  })
  const given = {
    description: 'd',
    documentationVersion: 'v',
    variables: { a: 'b' },
    tags: { t: 'u' },
    tracingEnabled: true,
    cacheClusterEnabled: true,
    cacheClusterSize: '1.6' as const,
  }
  expect(gw.CreateStage({ restApiId, stageName: 's_2-x', deploymentId: otherId, ...given })).toMatchObject({
    ...given,
    cacheClusterStatus: 'AVAILABLE',
  })
  expect(gw.GetStages({ restApiId }).item.map(({ stageName }) => stageName)).toEqual(['dev', 's_2-x'])
  expect(gw.GetStages({ restApiId, deploymentId: otherId }).item.map(({ stageName }) => stageName)).toEqual(['s_2-x'])
  expect(gw.FlushStageCache(place)).toEqual({})
  expect(await gw.FlushStageAuthorizersCache(place)).toEqual({})
  gw.DeleteStage(place)
  for (const run of [gw.GetStage, gw.UpdateStage, gw.DeleteStage, gw.FlushStageCache]) expect(refusal(() => run(place))).toBe(NO_STAGE)
})

test.each<[object, string]>([
  [{}, '409 ConflictException Stage already exists'],
  [{ stageName: 'new', deploymentId: 'nope' }, `${BAD}Deployment id does not exist`],
  [{ stageName: 'new', canarySettings: { deploymentId: 'nope' } }, `${BAD}Deployment id does not exist`],
  [{ stageName: 'a/b' }, `${BAD}Stage name only allows a-zA-Z0-9_-`],
  [{ restApiId: 'nope' }, '404 NotFoundException Invalid API identifier specified 111111111111:nope'],
])('CreateStage refuses %j', (members, error) => {
  const { gw, place, deploymentId } = oneStage()
  expect(refusal(() => gw.CreateStage({ ...place, deploymentId, ...members }))).toBe(error)
})

test('UpdateStage changes members and variables', async () => {
  const { update, otherId, gw, call } = oneStage()
  const certificate = gw.GenerateClientCertificate({})
  await call.clock.advance(60_000)
  const changed = update(
    { op: 'replace', path: '/description', value: 'new' },
    { op: 'replace', path: '/deploymentId', value: otherId },
    { op: 'replace', path: '/variables/a', value: '1' },
    { op: 'add', path: '/variables/b', value: '2' },
    { op: 'replace', path: '/tracingEnabled', value: 'true' },
    { op: 'replace', path: '/cacheClusterEnabled', value: 'true' },
    { op: 'replace', path: '/cacheClusterSize', value: '6.1' },
    { op: 'replace', path: '/clientCertificateId', value: certificate.clientCertificateId },
  )
  expect(changed).toMatchObject({
    description: 'new',
    deploymentId: otherId,
    variables: { a: '1', b: '2' },
    tracingEnabled: true,
    cacheClusterEnabled: true,
    cacheClusterSize: '6.1',
    cacheClusterStatus: 'AVAILABLE',
    clientCertificateId: certificate.clientCertificateId,
    lastUpdatedDate: new Date('2026-01-02T03:05:05Z'),
  })
  expect(refusal(() => gw.DeleteClientCertificate({ clientCertificateId: certificate.clientCertificateId }))).toContain('still in use')
  const cleared = update(
    { op: 'remove', path: '/variables/a' },
    { op: 'remove', path: '/variables/b' },
    { op: 'replace', path: '/clientCertificateId', value: '' },
  )
  expect(cleared).not.toHaveProperty('variables')
  expect(cleared).not.toHaveProperty('clientCertificateId')
})

test('method settings: an entry starts with all defaults, a method starts from those of all methods', () => {
  const { gw, update, refused } = oneStage()
  const all = update(
    { op: 'replace', path: '/*/*/throttling/burstLimit', value: '123' },
    { op: 'replace', path: '/*/*/caching/enabled', value: 'true' },
  )
  expect(all.methodSettings).toEqual({ '*/*': { ...SETTINGS, throttlingBurstLimit: 123, cachingEnabled: true } })
  const one = update(
    { op: 'replace', path: '/test/GET/throttling/burstLimit', value: '124' },
    { op: 'replace', path: '/*/*/throttling/burstLimit', value: '100' },
  )
  expect(one.methodSettings).toEqual({
    '*/*': { ...SETTINGS, throttlingBurstLimit: 100, cachingEnabled: true },
    'test/GET': { ...SETTINGS, throttlingBurstLimit: 124, cachingEnabled: true },
  })
  const logging = { op: 'replace', path: '/~1pets~1{id}/GET/logging/loglevel', value: 'ERROR' } as const
  expect(refused(logging)).toBe(`${BAD}CloudWatch Logs role ARN must be set in account settings to enable logging`)
  const role = 'arn:aws:iam::111111111111:role/logs'
  gw.UpdateAccount({ patchOperations: [{ op: 'replace', path: '/cloudwatchRoleArn', value: role }] })
  const nested = update(logging, { op: 'add', path: '/~1/GET/throttling/rateLimit', value: '0.5' })
  expect(nested.methodSettings['~1pets~1{id}/GET']).toMatchObject({ loggingLevel: 'ERROR', cachingEnabled: true })
  expect(nested.methodSettings['~1/GET']).toMatchObject({ throttlingRateLimit: 0.5 })
  const removed = update({ op: 'remove', path: '/*/*' }, { op: 'remove', path: '/~1/GET' })
  expect(Object.keys(removed.methodSettings)).toEqual(['test/GET', '~1pets~1{id}/GET'])
  expect(refused({ op: 'remove', path: '/*/*' })).toBe(
    `${BAD}Cannot remove method setting */* because there is no method setting for this method `,
  )
  for (const [path, value] of [
    ['throttling/burstLimit', '1.5'],
    ['throttling/rateLimit', 'x'],
    ['caching/ttlInSeconds', '3601'],
    ['logging/loglevel', 'DEBUG'],
  ]) {
    expect(refused({ op: 'replace', path: `/*/*/${path}`, value })).toContain('BadRequestException')
  }
})

test('access logs', () => {
  const { update } = oneStage()
  const arn = 'arn:aws:logs:us-east-1:111111111111:log-group:g'
  expect(update({ op: 'add', path: '/accessLogSettings/destinationArn', value: `${arn}:*` }).accessLogSettings).toEqual({
    destinationArn: arn,
  })
  expect(update({ op: 'replace', path: '/accessLogSettings/format', value: '$context.requestId' }).accessLogSettings).toEqual({
    destinationArn: arn,
    format: '$context.requestId',
  })
  expect(update({ op: 'remove', path: '/accessLogSettings' })).not.toHaveProperty('accessLogSettings')
})

test('canaries: made by a patch, promoted by copies, removed', () => {
  const { update, deploymentId, otherId, refused } = oneStage()
  const byDeployment = update({ op: 'replace', path: '/canarySettings/deploymentId', value: otherId })
  expect(byDeployment).toMatchObject({ deploymentId, canarySettings: { deploymentId: otherId, percentTraffic: 0, useStageCache: false } })
  expect(byDeployment.canarySettings).not.toHaveProperty('stageVariableOverrides')
  expect(update({ op: 'remove', path: '/canarySettings' })).not.toHaveProperty('canarySettings')
  expect(update({ op: 'replace', path: '/canarySettings/percentTraffic', value: '50' }).canarySettings).toEqual({
    deploymentId,
    percentTraffic: 50,
    useStageCache: false,
  })
  update(
    { op: 'replace', path: '/canarySettings/deploymentId', value: otherId },
    { op: 'replace', path: '/canarySettings/stageVariableOverrides/a', value: 'canary' },
    { op: 'replace', path: '/canarySettings/stageVariableOverrides/c', value: 'gone' },
    { op: 'remove', path: '/canarySettings/stageVariableOverrides/c' },
    { op: 'replace', path: '/canarySettings/useStageCache', value: 'true' },
    { op: 'replace', path: '/variables/a', value: 'stage' },
    { op: 'replace', path: '/variables/b', value: 'stage' },
  )
  const promoted = update(
    { op: 'copy', from: '/canarySettings/deploymentId', path: '/deploymentId' },
    { op: 'copy', from: '/canarySettings/stageVariableOverrides', path: '/variables' },
  )
  expect(promoted).toMatchObject({ deploymentId: otherId, variables: { a: 'canary', b: 'stage' } })
  expect(refused({ op: 'copy', from: '/description', path: '/deploymentId' })).toBe(
    `${BAD}Invalid copy operation with path: /deploymentId and from /description. Valid copy:path are [/deploymentId, /variables] and valid copy:from are [/canarySettings/deploymentId, /canarySettings/stageVariableOverrides]`,
  )
})

const LOG_PATH = `${BAD}Invalid accessLogSettings path. Must be one of : [/accessLogSettings/destinationArn, /accessLogSettings/format]`
const SETTING_PATH = (path: string) => `${BAD}Invalid method setting path: ${path}. Must be one of: ${PATHS}`
const REMOVE = (what: string) => `${BAD}Cannot remove method setting ${what} because there is no method setting for this method `
test.each<[object, string]>([
  [{ op: 'replace', path: '/documentation_version', value: 'x' }, SETTING_PATH('/documentation_version')],
  [{ op: 'replace', path: '/tags/tag1', value: 'x' }, SETTING_PATH('/tags/tag1')],
  [{ op: 'replace', path: '/canarySettings' }, SETTING_PATH('/canarySettings')],
  [{ op: 'replace', path: '/canarySettings/badPath', value: 'x' }, SETTING_PATH('/canarySettings/badPath')],
  [{ op: 'remove', path: '/canarySettings/stageVariableOverrides' }, REMOVE('canarySettings/stageVariableOverrides')],
  [{ op: 'remove', path: '/canarySettings/badPath' }, REMOVE('canarySettings/badPath')],
  [{ op: 'add', path: '/canarySettings/deploymentId', value: 'x' }, `${BAD}Invalid add operation with path: /canarySettings/deploymentId`],
  [{ op: 'replace', path: '/canarySettings/deploymentId', value: 'nope' }, `${BAD}Deployment id does not exist`],
  [{ op: 'replace', path: '/deploymentId', value: 'nope' }, `${BAD}Deployment id does not exist`],
  [{ op: 'copy', from: '/canarySettings/deploymentId', path: '/deploymentId' }, `${BAD}Promotion not available. Canary does not exist.`],
  ...['add', 'replace'].flatMap((op) =>
    ['/accessLogSettings/randomValue', '/accessLogSettings/*', '/accessLogSettings'].map((path): [object, string] => [
      { op, path, value: 'x' },
      LOG_PATH,
    ]),
  ),
  ...['randomValue', '*', 'destinationArn'].map((name): [object, string] => [
    { op: 'remove', path: `/accessLogSettings/${name}` },
    REMOVE(`accessLogSettings/${name}`),
  ]),
  [{ op: 'add', path: '/accessLogSettings/destinationArn', value: '' }, `${BAD}Access Log value must not be empty`],
  [{ op: 'add', path: '/accessLogSettings/format', value: '' }, `${BAD}Access Log value must not be empty`],
])('UpdateStage refuses %j', (operation, error) => {
  const { refused, gw, place, stage } = oneStage()
  expect(refused(operation)).toBe(error)
  expect(gw.GetStage(place)).toEqual(stage)
})
