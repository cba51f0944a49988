import { emptyAccount, NO_API, oneApi, refusal } from './api'

const BAD = '400 BadRequestException '
const INVALID = '400 ValidationException '

test('a new API has the recorded defaults, and shows what was given only', () => {
  const { gw } = emptyAccount()
  const plain = gw.CreateRestApi({ name: 'plain', binaryMediaTypes: [] })
  expect(plain).toEqual({
    id: expect.stringMatching(/^[a-z0-9]{10}$/),
    name: 'plain',
    createdDate: new Date('2026-01-02T03:04:05Z'),
    apiKeySource: 'HEADER',
    endpointConfiguration: { types: ['EDGE'], ipAddressType: 'ipv4' },
    disableExecuteApiEndpoint: false,
    rootResourceId: expect.stringMatching(/^[a-z0-9]{10}$/),
  })
  const full = { description: 'd', version: 'v1', binaryMediaTypes: ['a/b'], minimumCompressionSize: 0, tags: { k: 'v' } }
  expect(gw.CreateRestApi({ name: 'full', ...full })).toMatchObject(full)
  expect(gw.GetRestApi({ restApiId: plain.id }).tags).toEqual({})
  expect(gw.GetRestApis({}).items.map(({ name, tags }) => [name, tags])).toEqual([
    ['plain', undefined],
    ['full', { k: 'v' }],
  ])
  expect(gw.GetResources({ restApiId: plain.id }).items).toEqual([{ id: plain.rootResourceId, path: '/' }])
  expect(gw.GetModels({ restApiId: plain.id }).items.map(({ name, description }) => [name, description])).toEqual([
    ['Empty', 'This is a default empty schema model'],
    ['Error', 'This is a default error schema model'],
  ])
})

const types = (...given: string[]) => ({ endpointConfiguration: { types: given as never } })
const TYPES_ERROR =
  "Value '[wrong]' at 'createRestApiInput.endpointConfiguration.types' failed to satisfy constraint: Member must satisfy constraint: [Member must satisfy enum value set: [PRIVATE, EDGE, REGIONAL]]"
const IP_ERROR =
  "Value 'wrong' at 'createRestApiInput.endpointConfiguration.ipAddressType' failed to satisfy constraint: Member must satisfy enum value set: [ipv4, dualstack]"

test.each<[string, object, string]>([
  ['empty description', { description: '' }, `${BAD}Description cannot be an empty string`],
  ['description before compression', { description: '', minimumCompressionSize: -1 }, `${BAD}Description cannot be an empty string`],
  ['compression', { minimumCompressionSize: -1 }, `${BAD}Invalid minimum compression size, must be between 0 and 10485760`],
  ['no type', types(), `${BAD}REGIONAL Configuration and EDGE Configuration cannot be both DISABLED.`],
  ['two types', types('EDGE', 'REGIONAL'), `${BAD}Cannot create an api with multiple Endpoint Types.`],
  ['wrong type', types('wrong'), `${INVALID}1 validation error detected: ${TYPES_ERROR}`],
  ['wrong address type', { endpointConfiguration: { ipAddressType: 'wrong' } }, `${INVALID}1 validation error detected: ${IP_ERROR}`],
  [
    'both, before all else',
    { description: '', endpointConfiguration: { ipAddressType: 'wrong', types: ['wrong'] } },
    `${INVALID}2 validation errors detected: ${TYPES_ERROR}; ${IP_ERROR}`,
  ],
  [
    'empty address type and wrong type',
    { endpointConfiguration: { ipAddressType: '', types: ['wrong'] } },
    `${INVALID}1 validation error detected: ${TYPES_ERROR}`,
  ],
  ['empty address type', { endpointConfiguration: { ipAddressType: '' } }, `${BAD}ipAddressType must be either ipv4 or dualstack.`],
  [
    'private with ipv4',
    { endpointConfiguration: { ipAddressType: 'ipv4', types: ['PRIVATE'] } },
    `${BAD}Only dualstack ipAddressType is supported for Private APIs.`,
  ],
  ['bad policy', { policy: '[]' }, `${BAD}Invalid policy document. Please check the policy syntax and ensure that Principals are valid.`],
])('CreateRestApi refuses: %s', (_name, input, error) => {
  const { gw } = emptyAccount()
  expect(refusal(() => gw.CreateRestApi({ name: 'api', ...input }))).toBe(error)
  expect(gw.GetRestApis({}).items).toEqual([])
})

test('a private API is dualstack; a policy is expanded, and escaped in answers', () => {
  const { gw, call } = emptyAccount()
  expect(gw.CreateRestApi({ name: 'private', ...types('PRIVATE') }).endpointConfiguration).toEqual({
    types: ['PRIVATE'],
    ipAddressType: 'dualstack',
  })
  const policy = JSON.stringify({ Statement: [{ Effect: 'Allow', Resource: ['execute-api:/*', 'x'] }] })
  const { id, policy: answered } = gw.CreateRestApi({ name: 'guarded', policy })
  const kept = JSON.parse(call.records.restApis.get(id)?.policy as string)
  expect(kept.Statement[0].Resource).toEqual([`arn:aws:execute-api:us-east-1:111111111111:${id}/*`, 'x'])
  expect(answered).toContain('\\"Effect\\":\\"Allow\\"')
  expect(JSON.parse(JSON.parse(`"${answered}"`))).toEqual(kept)
})

test('UpdateRestApi: media types are named by the path, members are set and unset', () => {
  const { gw, restApiId } = oneApi()
  const update = (...patchOperations: object[]) => gw.UpdateRestApi({ restApiId, patchOperations })
  expect(
    update(
      { op: 'add', path: '/binaryMediaTypes/image~1png' },
      { op: 'add', path: '/binaryMediaTypes/image~1jpeg' },
      { op: 'replace', path: '/description', value: 'd' },
    ),
  ).toMatchObject({ binaryMediaTypes: ['image/png', 'image/jpeg'], description: 'd', tags: {} })
  expect(update({ op: 'replace', path: '/binaryMediaTypes/image~1png', value: 'image/gif' }).binaryMediaTypes).toEqual([
    'image/jpeg',
    'image/gif',
  ])
  const removed = update({ op: 'remove', path: '/binaryMediaTypes/image~1gif' }, { op: 'remove', path: '/description' })
  expect(removed.binaryMediaTypes).toEqual(['image/jpeg'])
  expect(removed).not.toHaveProperty('description')
  expect(update({ op: 'add', path: '/binaryMediaTypes/-', value: 'image/png' }).binaryMediaTypes).toEqual(['image/jpeg', '-'])
  expect(
    update(
      { op: 'replace', path: '/name', value: 'n' },
      { op: 'replace', path: '/minimumCompressionSize', value: '10' },
      { op: 'replace', path: '/apiKeySource', value: 'AUTHORIZER' },
      { op: 'replace', path: '/disableExecuteApiEndpoint', value: 'true' },
      { op: 'replace', path: '/endpointConfiguration/types/EDGE', value: 'REGIONAL' },
      { op: 'replace', path: '/endpointConfiguration/ipAddressType', value: 'dualstack' },
    ),
  ).toMatchObject({
    name: 'n',
    minimumCompressionSize: 10,
    apiKeySource: 'AUTHORIZER',
    disableExecuteApiEndpoint: true,
    endpointConfiguration: { types: ['REGIONAL'], ipAddressType: 'dualstack' },
  })
  expect(update({ op: 'replace', path: '/minimumCompressionSize', value: '' })).not.toHaveProperty('minimumCompressionSize')
  expect(
    update(
      { op: 'replace', path: '/endpointConfiguration/types/0', value: 'PRIVATE' },
      { op: 'add', path: '/endpointConfiguration/vpcEndpointIds', value: 'vpce-1' },
      { op: 'add', path: '/endpointConfiguration/vpcEndpointIds/vpce-2' },
      { op: 'remove', path: '/endpointConfiguration/vpcEndpointIds', value: 'vpce-1' },
    ).endpointConfiguration,
  ).toEqual({ types: ['PRIVATE'], ipAddressType: 'dualstack', vpcEndpointIds: ['vpce-2'] })
})

const OPS = 'Member must satisfy enum value set: [add, remove, move, test, replace, copy]'
test.each<[object[], string]>([
  [[{ op: 'add', path: '/binaryMediaTypes', value: 'a/b' }], `${BAD}Invalid patch path /binaryMediaTypes`],
  [[{ op: 'remove', path: '/binaryMediaTypes' }], `${BAD}Invalid patch path /binaryMediaTypes`],
  [[{ op: 'replace', path: '/nope', value: 'x' }], `${BAD}Invalid patch path /nope`],
  [[{ op: 'add', path: '/minimumCompressionSize', value: '1' }], `${BAD}Invalid patch operation specified. Must be one of: [replace]`],
  [
    [{ op: 'replace', path: '/minimumCompressionSize', value: 'test' }],
    `${BAD}Invalid minimum compression size, must be between 0 and 10485760`,
  ],
  [
    [{ op: 'replace', path: '/minimumCompressionSize', value: '-1' }],
    `${BAD}Invalid minimum compression size, must be between 0 and 10485760`,
  ],
  [[{ op: 'remove', path: '/endpointConfiguration/ipAddressType' }], `${BAD}Invalid patch operation specified. Must be one of: [replace]`],
  [[{ op: 'replace', path: '/endpointConfiguration/ipAddressType', value: 'x' }], `${BAD}ipAddressType must be either ipv4 or dualstack.`],
  [
    [{ op: 'replace', path: '/endpointConfiguration/types/EDGE', value: 'x' }],
    `${BAD}Invalid EndpointTypes specified. Valid options are REGIONAL,EDGE,PRIVATE`,
  ],
  [
    [
      { op: 'wrong', path: '/x' },
      { op: 'replace', path: '/x' },
      { op: 'worse', path: '/x' },
    ],
    `${INVALID}2 validation errors detected: Value 'wrong' at 'updateRestApiInput.patchOperations.1.member.op' failed to satisfy constraint: ${OPS}; Value 'worse' at 'updateRestApiInput.patchOperations.3.member.op' failed to satisfy constraint: ${OPS}`,
  ],
])('UpdateRestApi refuses %j', (patchOperations, error) => {
  const { gw, restApiId } = oneApi()
  const before = gw.GetRestApi({ restApiId })
  expect(refusal(() => gw.UpdateRestApi({ restApiId, patchOperations }))).toBe(error)
  expect(gw.GetRestApi({ restApiId })).toEqual(before)
})

test('DeleteRestApi takes all below along, leaves usage plans without its stages, and refuses while a domain maps to it', () => {
  const { gw, call, restApiId, mock } = oneApi()
  mock('/a')
  gw.CreateDeployment({ restApiId, stageName: 'dev' })
  gw.CreateAuthorizer({ restApiId, name: 'a', type: 'TOKEN', authorizerUri: 'arn' })
  const plan = gw.CreateUsagePlan({ name: 'p', apiStages: [{ apiId: restApiId, stage: 'dev' }] })
  gw.CreateDomainName({ domainName: 'a.test' })
  gw.CreateBasePathMapping({ domainName: 'a.test', restApiId, stage: 'dev' })
  expect(refusal(() => gw.DeleteRestApi({ restApiId }))).toBe(
    `${BAD}Deleting RestApi ${restApiId} failed. Please remove all base path mappings related to the RestApi in your domains: a.test`,
  )
  gw.DeleteBasePathMapping({ domainName: 'a.test', basePath: '(none)' })
  gw.DeleteRestApi({ restApiId })
  const left = Object.entries(call.records).filter(([, table]) => table.parents().includes(restApiId))
  expect(left).toEqual([])
  expect(gw.GetUsagePlan({ usagePlanId: plan.id }).apiStages).toEqual([])
  expect(refusal(() => gw.DeleteRestApi({ restApiId }))).toBe(
    `404 NotFoundException Invalid API identifier specified 111111111111:${restApiId}`,
  )
})

test('cloneFrom copies the definition, with ids of its own', () => {
  const { gw, restApiId, mock } = oneApi()
  const { resourceId } = mock('/a/{b}', 'POST')
  const authorizer = gw.CreateAuthorizer({ restApiId, name: 'a', type: 'TOKEN', authorizerUri: 'arn' })
  const schema = `{"$ref":"https://apigateway.amazonaws.com/restapis/${restApiId}/models/Error"}`
  gw.CreateModel({ restApiId, name: 'M', contentType: 'application/json', schema })
  const place = { restApiId, resourceId, httpMethod: 'GET' }
  gw.PutMethod({ ...place, authorizationType: 'CUSTOM', authorizerId: authorizer.id })
  const clone = gw.CreateRestApi({ name: 'clone', cloneFrom: restApiId })
  const resources = gw.GetResources({ restApiId: clone.id, embed: ['methods'] }).items
  expect(resources.map(({ path }) => path)).toEqual(['/', '/a', '/a/{b}'])
  expect(resources[2]?.id).not.toBe(resourceId)
  expect(resources[2]?.resourceMethods?.['POST']?.methodIntegration?.cacheNamespace).toBe(resources[2]?.id)
  expect(resources[2]?.resourceMethods?.['GET']?.authorizerId).toBe(gw.GetAuthorizers({ restApiId: clone.id }).items[0]?.id)
  expect(gw.GetModel({ restApiId: clone.id, modelName: 'M' }).schema).toContain(`/restapis/${clone.id}/models/Error`)
})

test('collections come in pages', () => {
  const { gw } = emptyAccount()
  for (let i = 0; i < 30; i++) gw.CreateRestApi({ name: `${i}` })
  const first = gw.GetRestApis({})
  expect(first.items).toHaveLength(25)
  const second = gw.GetRestApis({ position: first.position })
  expect([second.items.map(({ name }) => name), second.position]).toEqual([['25', '26', '27', '28', '29'], undefined])
  expect(gw.GetRestApis({ limit: 30 })).not.toHaveProperty('position')
  expect(gw.GetRestApis({ limit: -1 }).items).toHaveLength(25)
  expect(refusal(() => gw.GetRestApis({ position: 'x' }))).toContain('BadRequestException')
})

test('a tag chooses the id of an API, once', async () => {
  const { gw } = emptyAccount()
  expect(gw.CreateRestApi({ name: 'a', tags: { 'portico:id': 'shop' } })).toMatchObject({ id: 'shop', tags: { 'portico:id': 'shop' } })
  expect(await refusal(() => gw.CreateRestApi({ name: 'b', tags: { 'portico:id': 'shop' } }))).toMatch(
    /^409 ConflictException .*another API has this id/,
  )
  expect(await refusal(() => gw.CreateRestApi({ name: 'c', tags: { 'portico:id': 'The Shop' } }))).toMatch(
    /^400 BadRequestException .*a-z and 0-9/,
  )
})

test.each<[object[], string]>([
  [[{ op: 'replace', path: '/binaryMediaTypes', value: 'a/b' }], `${BAD}Invalid patch path /binaryMediaTypes`],
  [
    [{ op: 'replace', path: '/endpointConfiguration/ipAddressType', value: 'ipv4' }],
    `${BAD}Only dualstack ipAddressType is supported for Private APIs.`,
  ],
  [
    Array.from({ length: 3 }, () => ({ op: 'wrong', path: '/endpointConfiguration/types/0', value: 'EDGE' })),
    `${INVALID}3 validation errors detected: ${[1, 2, 3].map((n) => `Value 'wrong' at 'updateRestApiInput.patchOperations.${n}.member.op' failed to satisfy constraint: ${OPS}`).join('; ')}`,
  ],
])('UpdateRestApi of a private API refuses %j', (patchOperations, error) => {
  const { gw } = emptyAccount()
  const { id: restApiId } = gw.CreateRestApi({ name: 'private', ...types('PRIVATE') })
  expect(refusal(() => gw.UpdateRestApi({ restApiId, patchOperations }))).toBe(error)
})

test('an unknown API is named with the account; an empty description is told before the address type of a private API', () => {
  const { gw } = emptyAccount()
  for (const run of [gw.GetRestApi, gw.UpdateRestApi, gw.DeleteRestApi]) expect(refusal(() => run({ restApiId: 'nope' }))).toBe(NO_API)
  const input = { name: 'p', description: '', endpointConfiguration: { types: ['PRIVATE' as const], ipAddressType: 'ipv4' as const } }
  expect(refusal(() => gw.CreateRestApi(input))).toBe(`${BAD}Description cannot be an empty string`)
})
