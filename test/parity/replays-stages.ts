import { type Patch, patches, type Replay, type Replays } from './replay'

/** Deployments, stages, canaries, keys and usage plans. */
export const STAGES: Replays = {
  'api::test_stage_access_log_settings': async (r) => {
    const update = await devStage(r)
    const log = '/accessLogSettings/destinationArn'
    await update('update-stage-access-log-dest-add', 'add', log, LOG_GROUP)
    await update('update-stage-access-log-dest-replace', 'replace', log, `${LOG_GROUP}a`)
    const format = '$context.requestId $context.identity.sourceIp'
    await update('update-stage-access-log-format-add', 'add', '/accessLogSettings/format', format)
    await update('update-stage-access-log-remove-all', 'remove', '/accessLogSettings')
  },
  'api::test_stage_access_log_settings_validation': async (r) => {
    const update = await devStage(r)
    for (const op of ['add', 'remove', 'replace']) await update(`invalid-path-${op}`, op, '/accessLogSettings/randomValue', LOG_GROUP)
    for (const op of ['add', 'remove', 'replace']) await update(`star-and-${op}`, op, '/accessLogSettings/*', LOG_GROUP)
    for (const op of ['add', 'replace']) await update(`root-and-${op}`, op, '/accessLogSettings', LOG_GROUP)
    const log = '/accessLogSettings/destinationArn'
    await update('update-stage-access-log-dest-add', 'add', log, LOG_GROUP)
    await update('update-stage-access-log-destinationArn-empty', 'replace', log, '')
    await update('update-stage-access-log-format-empty', 'replace', '/accessLogSettings/format', '')
    await update('update-stage-access-log-dest-remove', 'remove', log)
  },
  'canary::test_create_canary_deployment_with_stage': async (r) => {
    const { restApiId } = await r.mocked()
    const first = await r.is('create-deployment', r.gw.createDeployment({ restApiId }))
    await r.is('create-stage', r.gw.createStage({ ...dev(restApiId), deploymentId: first.id, variables: { testVar: 'default' } }))
    const canarySettings = { percentTraffic: 50, stageVariableOverrides: { testVar: 'canary' } }
    await r.is('create-canary-deployment', r.gw.createDeployment({ restApiId, stageName: 'dev', canarySettings }))
    await r.is('get-stage', r.gw.getStage({ restApiId, stageName: 'dev' }))
  },
  'canary::test_create_canary_deployment_by_stage_update': async (r) => {
    const { restApiId } = await r.mocked()
    const first = await r.is('create-deployment', r.gw.createDeployment({ restApiId }))
    const second = await r.is('create-deployment-2', r.gw.createDeployment({ restApiId }))
    await r.is('create-stage', r.gw.createStage({ ...dev(restApiId), deploymentId: first.id, variables: { testVar: 'default' } }))
    const update = (step: string, ...operation: Patch) =>
      r.is(step, r.gw.updateStage({ restApiId, stageName: 'dev', ...patches(operation) }))
    await update('update-stage-with-deployment', 'replace', '/canarySettings/deploymentId', second.id)
    await update('remove-stage-canary', 'remove', '/canarySettings')
    await update('update-stage-with-percent', 'replace', '/canarySettings/percentTraffic', '50')
    await r.is('get-stage', r.gw.getStage({ restApiId, stageName: 'dev' }))
  },
  'canary::test_create_canary_deployment_validation': async (r) => {
    const { restApiId } = await r.mocked()
    const create = (step: string, members: object) =>
      r.is(`create-canary-deployment-${step}`, r.gw.createDeployment({ restApiId, canarySettings: { percentTraffic: 50 }, ...members }))
    await create('no-stage', {})
    await create('empty-stage', { stageName: '' })
    await create('non-existing-stage', { stageName: 'non-existing' })
  },
  'canary::test_update_stage_canary_deployment_validation': async (r) => {
    const { restApiId } = await r.mocked()
    await r.gw.createDeployment({ restApiId, stageName: 'dev' })
    await r.is('get-stage', r.gw.getStage({ restApiId, stageName: 'dev' }))
    const update = (step: string, ...operation: Patch) =>
      r.is(`update-stage-${step}`, r.gw.updateStage({ restApiId, stageName: 'dev', ...patches(operation) }))
    await update('canary-settings-remove-overrides', 'remove', '/canarySettings/stageVariableOverrides')
    await update('canary-settings-bad-path', 'remove', '/canarySettings/badPath')
    await update('canary-settings-bad-path-2', 'replace', '/canarySettings', 'x')
    await update('canary-settings-replace-bad-path', 'replace', '/canarySettings/badPath', 'x')
    await update('add-deployment', 'add', '/canarySettings/deploymentId', 'x')
    await update('no-deployment', 'replace', '/canarySettings/deploymentId', 'nothing')
  },
  'canary::test_invoking_canary_deployment': async (r) => {
    const { restApiId } = await r.mocked()
    const stage = { restApiId, stageName: 'dev' }
    const variables = { testVar: 'default', defaultVar: 'default' }
    await r.is('create-deployment-1', r.gw.createDeployment({ ...stage, variables }))
    const second = await r.is('create-deployment-2', r.gw.createDeployment({ restApiId }))
    await r.is(
      'update-stage',
      r.gw.updateStage({
        ...stage,
        ...patches(
          ['replace', '/canarySettings/deploymentId', second.id],
          ['replace', '/canarySettings/percentTraffic', '100'],
          ['replace', '/canarySettings/stageVariableOverrides/testVar', 'canary'],
          ['replace', '/canarySettings/stageVariableOverrides/noStageVar', 'canary'],
        ),
      }),
    )
  },
  'common::test_create_update_stages': async (r) => {
    const { restApiId } = await r.mocked()
    await r.gw.createDocumentationVersion({ restApiId, documentationVersion: 'v123' })
    const { id: deploymentId } = await r.gw.createDeployment({ restApiId })
    const stage = { restApiId, stageName: 's1' }
    await r.is('create-stage', r.gw.createStage({ ...stage, deploymentId, description: 'my stage', documentationVersion: 'v123' }))
    const update = (step: string, ...operations: readonly Patch[]) => r.is(step, r.gw.updateStage({ ...stage, ...patches(...operations) }))
    await update('error-update-doc-version', ['replace', '/documentation_version', 'v123'])
    await update('error-update-tags', ['replace', '/tags/tag1', 'value1'])
    await update(
      'update-stage',
      ['replace', '/description', 'stage new'],
      ['replace', '/variables/var1', 'test'],
      ['replace', '/variables/var2', 'test2'],
      ['replace', '/*/*/throttling/burstLimit', '123'],
      ['replace', '/*/*/caching/enabled', 'true'],
      ['replace', '/tracingEnabled', 'true'],
      ['replace', '/test/GET/throttling/burstLimit', '124'],
    )
    await r.is('get-stage', r.gw.getStage(stage))
    await update('update-stage-override', ['replace', '/*/*/throttling/burstLimit', '100'])
  },
  'common::test_create_delete_deployments[True]': (r) => deployments(r, true),
  'common::test_create_delete_deployments[False]': (r) => deployments(r, false),
  'basic::test_update_rest_api_deployment': async (r) => {
    const { restApiId } = await r.mocked()
    const { id: deploymentId } = await r.gw.createDeployment({ restApiId, description: 'my deployment' })
    const patch = patches(['replace', '/description', 'new-description'])
    await r.is('after-update', r.gw.updateDeployment({ restApiId, deploymentId, ...patch }))
  },
  'common::test_api_key_required_for_methods': async (r) => {
    const { restApiId } = await r.mocked()
    await r.gw.createDeployment({ restApiId, stageName: 'dev' })
    const plan = await r.is(
      'create-usage-plan',
      r.gw.createUsagePlan({
        name: 'plan',
        description: 'Test Usage Plan for API key',
        quota: { limit: 10, period: 'DAY', offset: 0 },
        throttle: { rateLimit: 2, burstLimit: 1 },
        apiStages: [{ apiId: restApiId, stage: 'dev' }],
        tags: { tag_key: 'tag_value' },
      }),
    )
    const { id } = await r.is('create-api-key', r.gw.createApiKey({ name: 'key', enabled: true }))
    await r.is('create-usage-plan-key', r.gw.createUsagePlanKey({ usagePlanId: plan.id, keyId: id, keyType: 'API_KEY' }))
    await r.is('update-api-key-disabled', r.gw.updateApiKey({ apiKey: id, ...patches(['replace', '/enabled', 'false']) }))
  },
  'extended::test_get_api_keys': async (r) => {
    const list = (step: string, input: object = {}) => r.is(step, r.gw.getApiKeys(input))
    await list('get-api-keys')
    await r.is('create-api-key', r.gw.createApiKey({ name: 'some-key-1' }))
    await list('get-api-keys-after-create-1')
    await list('get-api-keys-wrong-name-query', { nameQuery: 'wrong' })
    await list('get-api-keys-prefix-name-query', { nameQuery: 'some' })
    await list('get-api-keys-prefix-name-query-cased', { nameQuery: 'SOME' })
    await list('get-api-keys-postfix-name-query', { nameQuery: '-1' })
    await list('get-api-keys-infix-name-query', { nameQuery: 'key' })
    await r.is('create-api-key-2', r.gw.createApiKey({ name: 'some-key-2' }))
    await list('get-api-keys-after-create-2')
    await list('get-api-keys-name-query', { nameQuery: 'some-key-2' })
    await list('get-api-keys-prefix-name-query-2', { nameQuery: 'some' })
    const { position } = await list('get-apis-keys-pagination', { limit: 1 })
    await list('get-apis-keys-pagination-2', { limit: 1, position })
  },
  'extended::test_negative_get_usage_plan_api_keys': async (r) => {
    await r.is('get-api-keys-invalid-limit', r.gw.getApiKeys({ limit: -1 }))
    const { id: apiKey } = await r.is('create-api-key', r.gw.createApiKey({ name: 'one' }))
    await r.is('update-api-key-name', r.gw.updateApiKey({ apiKey, ...patches(['replace', '/name', 'other']) }))
  },
  'extended::test_create_api_key_with_invalid_name': async (r) => {
    await r.is('create-api-key-name-too-long', r.gw.createApiKey({ name: 'x'.repeat(1025) }))
    await r.is('create-api-key-empty-name', r.gw.createApiKey({ name: '' }))
    await r.is('create-api-key-no-name', r.gw.createApiKey({}))
  },
  'extended::test_create_api_key_with_invalid_value': async (r) => {
    await r.is('create-api-key-short-value', r.gw.createApiKey({ value: 'short' }))
    await r.is('create-api-key-invalid-value-too-long', r.gw.createApiKey({ value: 'x'.repeat(129) }))
    await r.is('create-api-key-empty-value', r.gw.createApiKey({ value: '' }))
  },
  'extended::test_update_api_key_invalid_description_length': async (r) => {
    const description = 'x'.repeat(125_001)
    await r.is('create-api-key-description-too-long', r.gw.createApiKey({ description }))
    const { id: apiKey } = await r.gw.createApiKey({})
    const patch = patches(['replace', '/description', description])
    await r.is('update-api-key-description-too-long', r.gw.updateApiKey({ apiKey, ...patch }))
  },
}

const LOG_GROUP = 'arn:aws:logs:us-east-1:111111111111:log-group:g'

function dev(restApiId: string) {
  return { restApiId, stageName: 'dev', description: 'dev stage' }
}

/** A stage on a deployment, and a function that changes it. */
async function devStage(r: Replay) {
  const { restApiId } = await r.mocked()
  const { id: deploymentId } = await r.is('create-deployment', r.gw.createDeployment({ restApiId }))
  await r.is('create-stage', r.gw.createStage({ ...dev(restApiId), deploymentId }))
  return (step: string, ...operation: Patch) => r.is(step, r.gw.updateStage({ restApiId, stageName: 'dev', ...patches(operation) }))
}

/** A deployment that a stage points to cannot go; after each new one, the former can. */
async function deployments(r: Replay, withStage: boolean): Promise<void> {
  const { restApiId } = await r.mocked()
  const stage = { restApiId, stageName: 's1' }
  const { id: first } = await r.gw.createDeployment(withStage ? stage : { restApiId })
  if (!withStage) await r.gw.createStage({ ...stage, deploymentId: first })
  await r.is('get-deployment', r.gw.getDeployment({ restApiId, deploymentId: first }))
  await r.is('get-stages', r.gw.getStages({ restApiId }))
  let current = first
  for (let round = 0; round < 3; round++) {
    await r.is(`delete-deployment-error-${round}`, r.gw.deleteDeployment({ restApiId, deploymentId: current }))
    const { id: next } = await r.gw.createDeployment(withStage ? stage : { restApiId })
    if (!withStage) await r.gw.updateStage({ ...stage, ...patches(['replace', '/deploymentId', next]) })
    await r.gw.deleteDeployment({ restApiId, deploymentId: current })
    await r.is(`get-deployments-${round}`, r.gw.getDeployments({ restApiId }))
    await r.is(`get-stages-${round}`, r.gw.getStages({ restApiId }))
    current = next
  }
}
