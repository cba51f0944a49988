import { emptyAccount, oneApi, refusal } from './api'

const BAD = '400 BadRequestException '
const NO_KEY = '404 NotFoundException Invalid API Key identifier specified'
const NO_PLAN = '404 NotFoundException Invalid Usage Plan ID specified'

function oneStage() {
  const api = oneApi()
  api.mock('/pets')
  api.gw.CreateDeployment({ restApiId: api.restApiId, stageName: 'dev' })
  return { ...api, dev: { apiId: api.restApiId, stage: 'dev' } }
}

test('API keys: defaults, hidden values, newest first, names by prefix', () => {
  const { gw } = emptyAccount()
  const one = gw.CreateApiKey({ name: 'one-key', description: 'd', customerId: 'c' })
  expect(one).toEqual({
    id: expect.stringMatching(/^[a-z0-9]{10}$/),
    value: expect.stringMatching(/^[A-Za-z0-9]{40}$/),
    name: 'one-key',
    description: 'd',
    customerId: 'c',
    enabled: false,
    stageKeys: [],
    createdDate: new Date('2026-01-02T03:04:05Z'),
    lastUpdatedDate: new Date('2026-01-02T03:04:05Z'),
  })
  const two = gw.CreateApiKey({ name: 'one-more', value: 'x'.repeat(20), enabled: true })
  const names = (input: object) => gw.GetApiKeys(input).items.map(({ name }) => name)
  expect(names({})).toEqual(['one-more', 'one-key'])
  expect(['one', 'One', 'key', 'one-k'].map((nameQuery) => names({ nameQuery }).length)).toEqual([2, 0, 0, 1])
  expect(names({ customerId: 'c' })).toEqual(['one-key'])
  const first = gw.GetApiKeys({ limit: 1 })
  expect([first.items.length, names({ position: first.position })]).toEqual([1, ['one-key']])
  expect(gw.GetApiKeys({}).items[0]).not.toHaveProperty('value')
  expect(gw.GetApiKeys({ includeValues: true }).items[0]).toEqual(two)
  expect(gw.GetApiKey({ apiKey: one.id })).not.toHaveProperty('value')
  expect(gw.GetApiKey({ apiKey: one.id, includeValue: true })).toEqual({ ...one, tags: {} })
  expect(gw.CreateApiKey({ name: '', value: '' })).toEqual({
    ...one,
    id: expect.any(String),
    value: expect.stringMatching(/^.{40}$/),
    name: undefined,
    description: undefined,
    customerId: undefined,
  })
  const value = 'y'.repeat(30)
  expect(gw.CreateApiKey({ generateDistinctId: false, value }).id).toBe(value)
  gw.DeleteApiKey({ apiKey: one.id })
  for (const run of [gw.GetApiKey, gw.UpdateApiKey, gw.DeleteApiKey]) expect(refusal(() => run({ apiKey: one.id }))).toBe(NO_KEY)
})

test.each<[object, string]>([
  [{ name: 'x'.repeat(1025) }, `${BAD}Invalid API Key name, can be at most 1024 characters.`],
  [{ value: 'x'.repeat(19) }, `${BAD}API Key value should be at least 20 characters`],
  [{ value: 'x'.repeat(129) }, `${BAD}API Key value exceeds maximum size of 128 characters`],
  [{ description: 'x'.repeat(125_001) }, `${BAD}Invalid API Key description specified.`],
  [{ value: 'taken'.repeat(4) }, '409 ConflictException API Key already exists'],
  [{ stageKeys: [{ restApiId: 'nope', stageName: 'dev' }] }, `${BAD}Invalid stage identifier specified`],
])('CreateApiKey refuses %#', (input, error) => {
  const { gw } = emptyAccount()
  gw.CreateApiKey({ value: 'taken'.repeat(4) })
  expect(refusal(() => gw.CreateApiKey(input))).toBe(error)
  expect(gw.GetApiKeys({}).items).toHaveLength(1)
})

test('UpdateApiKey', () => {
  const { gw, dev } = oneStage()
  const { id: apiKey } = gw.CreateApiKey({ name: 'n', enabled: true })
  const update = (...patchOperations: object[]) => gw.UpdateApiKey({ apiKey, patchOperations })
  const changed = update(
    { op: 'replace', path: '/name', value: 'm' },
    { op: 'replace', path: '/enabled', value: 'garbage' },
    { op: 'replace', path: '/customerId', value: 'c' },
    { op: 'add', path: '/stages', value: `${dev.apiId}/dev` },
  )
  expect(changed).toMatchObject({ name: 'm', enabled: false, customerId: 'c', stageKeys: [`${dev.apiId}/dev`], tags: {} })
  expect(changed).not.toHaveProperty('value')
  expect(refusal(() => update({ op: 'replace', path: '/id', value: 'x' }))).toBe(
    `${BAD}Invalid patch path  '/id' specified for op 'replace'. Must be one of: [/description, /enabled, /name, /customerId]`,
  )
  expect(refusal(() => update({ op: 'replace', path: '/description', value: 'x'.repeat(125_001) }))).toBe(
    `${BAD}Invalid API Key description specified.`,
  )
})

test('ImportApiKeys: columns in any order and case, quoted lists, a key that is there is overwritten', () => {
  const { gw } = emptyAccount()
  const [p, q] = [gw.CreateUsagePlan({ name: 'p' }).id, gw.CreateUsagePlan({ name: 'q' }).id]
  const old = gw.CreateApiKey({ name: 'old', value: 'old-0123456789abcdef-old' })
  const body = [
    'Enabled,key,NAME,Ignored,usageplanIds,Description',
    `TRUE,new-0123456789abcdef-new,new,x,"${p},${q}","says ""hi"", twice"`,
    'false,old-0123456789abcdef-old,renamed,,,',
    '',
    'true,short,short,,,',
    'true,lost-0123456789abcdef,lost,,nope,',
  ].join('\r\n')
  const input = { format: 'csv' as const, body: Buffer.from(body) }
  expect(refusal(() => gw.ImportApiKeys({ ...input, failOnWarnings: true }))).toContain('Line 5')
  expect(gw.GetApiKeys({}).items).toHaveLength(1)
  const { ids, warnings } = gw.ImportApiKeys(input)
  expect(warnings).toEqual(['Line 5: the API key is not between 20 and 128 characters long.', 'Line 6: usage plan nope does not exist.'])
  const keys = ids.map((apiKey) => gw.GetApiKey({ apiKey, includeValue: true }))
  expect(keys.map(({ name, enabled, description }) => [name, enabled, description])).toEqual([
    ['new', true, 'says "hi", twice'],
    ['renamed', false, undefined],
    ['lost', true, undefined],
  ])
  expect(ids[1]).toBe(old.id)
  expect(gw.GetUsagePlans({ keyId: ids[0] }).items.map(({ name }) => name)).toEqual(['p', 'q'])
  expect(refusal(() => gw.ImportApiKeys({ ...input, body: Buffer.from('a,b\n') }))).toContain('Name and Key')
})

test('usage plans: defaults, patches of every kind', () => {
  const { gw, dev } = oneStage()
  const plain = gw.CreateUsagePlan({ name: 'plain' })
  expect(plain).toEqual({ id: expect.stringMatching(/^[a-z0-9]{6}$/), name: 'plain', apiStages: [] })
  const limits = { throttle: { burstLimit: 3, rateLimit: 2 }, quota: { limit: 10, offset: 0, period: 'DAY' as const } }
  const full = gw.CreateUsagePlan({
    name: 'full',
    description: 'd',
    apiStages: [dev],
    tags: { a: 'b' },
    ...limits,
    quota: { limit: 10, period: 'DAY' },
  })
  expect(full).toEqual({ id: full.id, name: 'full', description: 'd', apiStages: [dev], tags: { a: 'b' }, ...limits })
  const update = (...patchOperations: object[]) => gw.UpdateUsagePlan({ usagePlanId: plain.id, patchOperations })
  const key = `${dev.apiId}:dev`
  const patched = update(
    { op: 'replace', path: '/name', value: 'n' },
    { op: 'replace', path: '/description', value: 'd' },
    { op: 'replace', path: '/productCode', value: 'pc' },
    { op: 'add', path: '/throttle/rateLimit', value: '12.5' },
    { op: 'replace', path: '/throttle/burstLimit', value: '7' },
    { op: 'replace', path: '/quota/limit', value: '200' },
    { op: 'replace', path: '/quota/period', value: 'WEEK' },
    { op: 'add', path: '/apiStages', value: key },
    { op: 'replace', path: `/apiStages/${key}/throttle//pets/GET/rateLimit`, value: '1' },
    { op: 'replace', path: `/apiStages/${key}/throttle/~1pets/GET/burstLimit`, value: '2' },
    { op: 'replace', path: `/apiStages/${key}/throttle///GET/rateLimit`, value: '3' },
  )
  expect(patched).toEqual({
    id: plain.id,
    name: 'n',
    description: 'd',
    productCode: 'pc',
    throttle: { rateLimit: 12.5, burstLimit: 7 },
    quota: { limit: 200, offset: 0, period: 'WEEK' },
    apiStages: [{ ...dev, throttle: { '/pets/GET': { rateLimit: 1, burstLimit: 2 }, '//GET': { rateLimit: 3 } } }],
    tags: {},
  })
  expect(update({ op: 'remove', path: `/apiStages/${key}/throttle//pets/GET` }).apiStages).toEqual([
    { ...dev, throttle: { '//GET': { rateLimit: 3 } } },
  ])
  const throttles = { '/a/GET': { rateLimit: 1, burstLimit: 1 } }
  expect(update({ op: 'replace', path: `/apiStages/${key}/throttle`, value: JSON.stringify(throttles) }).apiStages).toEqual([
    { ...dev, throttle: throttles },
  ])
  const bare = update(
    { op: 'remove', path: '/throttle' },
    { op: 'remove', path: '/quota' },
    { op: 'remove', path: `/apiStages/${key}/throttle` },
  )
  expect(bare).toEqual({ id: plain.id, name: 'n', description: 'd', productCode: 'pc', apiStages: [dev], tags: {} })
  expect(refusal(() => gw.DeleteUsagePlan({ usagePlanId: plain.id }))).toBe(
    `${BAD}Cannot delete Usage Plan ${plain.id} because there are API Stages associated with it, including ${key}`,
  )
  update({ op: 'remove', path: '/apiStages', value: key })
  gw.DeleteUsagePlan({ usagePlanId: plain.id })
  expect(refusal(() => gw.GetUsagePlan({ usagePlanId: plain.id }))).toBe(NO_PLAN)
})

test('usage plans refuse what is recorded', () => {
  const { gw, dev } = oneStage()
  const { id } = gw.CreateUsagePlan({ name: 'p' })
  const refused = (op: string, path: string, value?: string) =>
    refusal(() => gw.UpdateUsagePlan({ usagePlanId: id, patchOperations: [{ op: op as never, path, value }] }))
  for (const value of [undefined, 'invalid']) expect(refused('remove', '/apiStages', value)).toBe(`${BAD}Invalid API Stage specified`)
  expect(refused('add', '/apiStages', 'nope:dev')).toBe(
    `404 NotFoundException Invalid API Stage {api: nope, stage: dev} specified for usageplan ${id}`,
  )
  expect(refused('remove', '/apiStages', `${dev.apiId}:dev`)).toBe(
    `404 NotFoundException Invalid API Stage {api: ${dev.apiId}, stage: dev} specified for usageplan ${id}`,
  )
  expect(refused('remove', `/apiStages/${dev.apiId}:dev`)).toBe(
    `${BAD}Invalid patch path  '/apiStages/${dev.apiId}:dev' specified for op 'remove'. Must be one of: [/apiStages, /quota, /throttle, /productCode, /apiStages/<apidId:stageName>/throttle/<resourcePath>/<httpMethod>, /apiStages/<apidId:stageName>/throttle]`,
  )
  expect(refused('replace', '/quota/limit', 'x')).toContain(BAD)
  expect(refused('replace', '/quota/limit', '5')).toContain('period')
  expect(refusal(() => gw.CreateUsagePlan({ name: 'q', apiStages: [{ apiId: dev.apiId }] }))).toBe(`${BAD}Invalid API Stage specified`)
  expect(refusal(() => gw.CreateUsagePlan({ name: 'q', quota: { limit: 1, period: 'YEAR' as never } }))).toContain(
    '400 ValidationException',
  )
  for (const run of [gw.GetUsagePlan, gw.UpdateUsagePlan, gw.DeleteUsagePlan, gw.GetUsagePlanKeys]) {
    expect(refusal(() => run({ usagePlanId: 'nope' }))).toBe(NO_PLAN)
  }
})

test('usage plan keys show name and value of the key as it is, and go with it', () => {
  const { gw, dev } = oneStage()
  const [p, q] = [gw.CreateUsagePlan({ name: 'p', apiStages: [dev] }).id, gw.CreateUsagePlan({ name: 'q', apiStages: [dev] }).id]
  const { id: keyId, value } = gw.CreateApiKey({ name: 'k' })
  const create = (usagePlanId: string, members: object = {}) =>
    gw.CreateUsagePlanKey({ usagePlanId, keyId, keyType: 'API_KEY', ...members })
  expect(create(p)).toEqual({ id: keyId, type: 'API_KEY', name: 'k', value })
  gw.UpdateApiKey({ apiKey: keyId, patchOperations: [{ op: 'replace', path: '/name', value: 'renamed' }] })
  expect(gw.GetUsagePlanKey({ usagePlanId: p, keyId }).name).toBe('renamed')
  expect(['ren', 'x'].map((nameQuery) => gw.GetUsagePlanKeys({ usagePlanId: p, nameQuery }).items.length)).toEqual([1, 0])
  expect(gw.GetUsagePlans({ keyId }).items.map(({ id }) => id)).toEqual([p])
  expect(refusal(() => create(p))).toContain('409 ConflictException')
  expect(refusal(() => create(q))).toContain('409 ConflictException')
  expect(refusal(() => create(p, { keyId: 'nope' }))).toBe(NO_KEY)
  expect(refusal(() => create('nope'))).toBe(NO_PLAN)
  expect(refusal(() => create(p, { keyType: 'x' }))).toContain(BAD)
  gw.DeleteUsagePlanKey({ usagePlanId: p, keyId })
  expect(refusal(() => gw.DeleteUsagePlanKey({ usagePlanId: p, keyId }))).toContain('404 NotFoundException')
  create(q)
  gw.DeleteApiKey({ apiKey: keyId })
  expect(gw.GetUsagePlanKeys({ usagePlanId: q }).items).toEqual([])
})

test('as many as AWS lets an account have: keys, plans, plans of a key, throttles of a stage in a plan', () => {
  const { gw, call, dev } = oneStage()
  const now = new Date(0)
  const full = { value: 'v', enabled: true, createdDate: now, lastUpdatedDate: now, stageKeys: [] }
  for (let i = 0; i < 9_999; i++) call.records.apiKeys.put({ ...full, id: `k${i}` }, `k${i}`)
  const key = gw.CreateApiKey({ name: 'the 10,000th' }).id as string
  expect(refusal(() => gw.CreateApiKey({}))).toContain('LimitExceededException')
  const plans = Array.from({ length: 300 }, (_, i) => gw.CreateUsagePlan({ name: `p${i}` }).id as string)
  expect(refusal(() => gw.CreateUsagePlan({ name: 'one more' }))).toContain('LimitExceededException')
  const join = (usagePlanId: string | undefined) => gw.CreateUsagePlanKey({ usagePlanId, keyId: key, keyType: 'API_KEY' })
  for (const plan of plans.slice(0, 10)) join(plan)
  expect(refusal(() => join(plans[10]))).toContain('LimitExceededException')
  const throttle = Object.fromEntries(Array.from({ length: 21 }, (_, i) => [`/r${i}/GET`, { rateLimit: 1, burstLimit: 1 }]))
  const usagePlanId = plans[20]
  const path = `/apiStages/${dev.apiId}:dev/throttle`
  gw.UpdateUsagePlan({ usagePlanId, patchOperations: [{ op: 'add', path: '/apiStages', value: `${dev.apiId}:dev` }] })
  const { '/r20/GET': _last, ...twenty } = throttle
  const put = (throttles: object) =>
    gw.UpdateUsagePlan({ usagePlanId, patchOperations: [{ op: 'replace', path, value: JSON.stringify(throttles) }] })
  expect(put(twenty)).toHaveProperty('id', usagePlanId)
  expect(refusal(() => put(throttle))).toContain('LimitExceededException')
})
