import { Emulator } from '../../emulator/index'
import type { RestApiRecord } from '../../emulator/model/apigateway'

// Random calls of API Gateway's control plane, most of them nearly right: whatever they do, nothing crashes and the records stay consistent.
// PORTICO_FUZZ=100000 makes a long run of it.

const CALLS = Number(process.env['PORTICO_FUZZ'] ?? 4000)
const AUTHORIZATION = 'AWS4-HMAC-SHA256 Credential=x/20260101/us-east-1/apigateway/aws4_request, SignedHeaders=host, Signature=0'

/** A small generator, so that a failing run can be repeated by its seed. */
function random(seed: number) {
  let state = seed >>> 0
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
  return {
    pick: <T>(values: readonly T[]): T => values[Math.floor(next() * values.length)] as T,
    chance: (share: number) => next() < share,
  }
}

type Random = ReturnType<typeof random>

const TEXTS = [
  '',
  'a',
  'pets',
  '{id}',
  '{proxy+}',
  'GET',
  'ANY',
  'get',
  'prod',
  'NONE',
  'CUSTOM',
  'MOCK',
  'HTTP',
  'AWS_PROXY',
  '200',
  '404',
  'x'.repeat(2000),
  '__proto__',
  'constructor',
  '\u0000',
  '😀',
  '../..',
  '%',
  'application/json',
  'http://127.0.0.1:1/',
  '/name',
  '/x~1y',
  '(none)',
]
const VALUES: readonly unknown[] = [
  ...TEXTS,
  0,
  -1,
  1.5,
  1e300,
  true,
  false,
  null,
  [],
  {},
  [''],
  { a: 'b' },
  { 'application/json': '{"statusCode": 200}' },
  [{ op: 'replace', path: '/name', value: 'n' }],
  [{ op: 'remove', path: '/description' }],
  [{ op: 'nonsense' }],
  [null],
]
const MEMBERS = [
  'name',
  'description',
  'pathPart',
  'parentId',
  'authorizationType',
  'httpMethod',
  'type',
  'uri',
  'stageName',
  'deploymentId',
  'patchOperations',
  'requestTemplates',
  'requestParameters',
  'schema',
  'contentType',
  'statusCode',
  'variables',
  'value',
  'enabled',
  'keyId',
  'keyType',
  'apiStages',
  'quota',
  'throttle',
  'location',
  'properties',
  'documentationVersion',
  'domainName',
  'restApiId',
  'basePath',
  'stage',
  'canarySettings',
  'tags',
  'policy',
  'binaryMediaTypes',
]
const PATHS = [
  '/restapis',
  '/restapis/A',
  '/restapis?mode=import',
  '/restapis/A?mode=merge',
  '/restapis/A/resources',
  '/restapis/A/resources/R',
  '/restapis/A/resources/R/methods/T',
  '/restapis/A/resources/R/methods/T/integration',
  '/restapis/A/resources/R/methods/T/responses/T',
  '/restapis/A/resources/R/methods/T/integration/responses/T',
  '/restapis/A/models',
  '/restapis/A/models/T',
  '/restapis/A/requestvalidators',
  '/restapis/A/authorizers',
  '/restapis/A/gatewayresponses/T',
  '/restapis/A/deployments',
  '/restapis/A/deployments/D',
  '/restapis/A/stages',
  '/restapis/A/stages/T',
  '/restapis/A/documentation/parts',
  '/restapis/A/documentation/versions',
  '/apikeys',
  '/apikeys?mode=import&format=csv',
  '/usageplans',
  '/usageplans/T/keys',
  '/domainnames',
  '/domainnames/T/basepathmappings',
  '/vpclinks',
  '/clientcertificates',
  '/account',
  '/tags/T',
]

test(`${CALLS} random calls leave the emulator alive and the records consistent`, async () => {
  await using emulator = new Emulator()
  const seed = 7
  const { pick, chance } = random(seed)
  const records = emulator.call().records
  const answered = new Map<number, number>()
  for (let i = 0; i < CALLS; i++) {
    const api = chance(0.95) ? pick([...records.restApis.ids(), 'unknown']) : pick(TEXTS)
    const fill = (path: string) =>
      path.replace(/(?<=\/)[ARDT](?=\/|$|\?)/g, (letter) => {
        const known =
          letter === 'A' ? [api] : letter === 'R' ? records.resources.ids(api) : letter === 'D' ? records.deployments.ids(api) : TEXTS
        return encodeURIComponent(pick(known.length === 0 ? TEXTS : known))
      })
    const method = pick(['POST', 'POST', 'PUT', 'PUT', 'PATCH', 'GET', 'DELETE'] as const)
    // Deleting whole APIs all the time would leave nothing to work on.
    const path = fill(method === 'DELETE' && chance(0.9) ? '/restapis/A/resources/R/methods/T' : pick(PATHS))
    const { status, body } = await emulator.front.handle({
      method,
      target: path,
      headers: ['Host', 'localhost', 'Content-Type', 'application/json', 'Authorization', AUTHORIZATION],
      body: method === 'GET' ? undefined : Buffer.from(bodyOf({ pick, chance }, records.resources.ids(api), records.deployments.ids(api))),
      sourceIp: '127.0.0.1',
    })
    answered.set(status, (answered.get(status) ?? 0) + 1)
    if (status === 500) throw new Error(`call ${i} of seed ${seed}: ${method} ${path} answered 500 ${body}`)
    if (i % 500 === 0) checkConsistency(emulator)
  }
  checkConsistency(emulator)
  // A run in which everything is refused would prove nothing.
  expect(answered.get(201) ?? 0).toBeGreaterThan(CALLS / 50)
}, 600_000)

function bodyOf({ pick, chance }: Random, resources: readonly string[], deployments: readonly string[]): string {
  if (chance(0.02)) return pick(['', '{', 'null', '[]', '"x"', '\xff', '[[[[', '{"name":'])
  const body: Record<string, unknown> = {
    name: pick(TEXTS) || 'n',
    authorizationType: 'NONE',
    type: 'MOCK',
    parentId: pick(resources) ?? 'x',
    pathPart: pick(['a', 'b', 'c', '{id}', '{proxy+}']),
    deploymentId: pick(deployments) ?? 'x',
    stageName: pick(['dev', 'prod']),
  }
  for (let i = 0; i < 3; i++) if (chance(0.6)) body[pick(MEMBERS)] = pick(VALUES)
  return JSON.stringify(body)
}

/** What has to hold whatever was called: nothing hangs in the air. */
function checkConsistency(emulator: Emulator): void {
  const { records } = emulator.call()
  const wrong: string[] = []
  const apis = new Set(records.restApis.ids())
  for (const table of [
    'resources',
    'models',
    'requestValidators',
    'authorizers',
    'gatewayResponses',
    'deployments',
    'stages',
    'documentationParts',
    'documentationVersions',
  ] as const) {
    for (const parent of records[table].parents()) if (!apis.has(parent)) wrong.push(`${table} of ${parent}, which is no API`)
  }
  for (const { id, rootResourceId } of records.restApis.list() as RestApiRecord[]) {
    const resources = new Map(records.resources.list(id).map((resource) => [resource.id, resource]))
    if (resources.get(rootResourceId)?.path !== '/') wrong.push(`${id} has no root`)
    const paths = [...resources.values()].map(({ path }) => path)
    if (new Set(paths).size !== paths.length) wrong.push(`${id} has two resources at one path`)
    for (const resource of resources.values()) {
      const parent = resources.get(resource.parentId ?? '')
      if (resource.id === rootResourceId) continue
      if (parent === undefined) wrong.push(`${resource.path} hangs in the air`)
      else if (resource.path !== `${parent.path === '/' ? '' : parent.path}/${resource.pathPart}`)
        wrong.push(`${resource.path} is not below ${parent.path}`)
    }
    for (const stage of records.stages.list(id))
      if (records.deployments.get(stage.deploymentId, id) === undefined) wrong.push(`${stage.stageName} serves no deployment`)
  }
  for (const stage of emulator.stages.all())
    if (records.stages.get(stage.stageName, stage.apiId) === undefined) wrong.push(`${stage.stageName} is served and not there`)
  expect(wrong).toEqual([])
}
