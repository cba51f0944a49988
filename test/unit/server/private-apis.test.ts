import { emulate, type Gateway } from '../../../emulator/testing/index'
import { ECHO, mockOf, restTemplate } from '../../support/rest-template'

const ENDPOINT = 'vpce-01234567abcdef012'
const OTHER = 'vpce-0fedcba9876543210'
const FORBIDDEN = '{"message":"Forbidden"}'

const mapping = (domainArn: object) => ({
  Type: 'AWS::ApiGateway::BasePathMappingV2',
  DependsOn: 'Stage',
  Properties: { DomainNameArn: domainArn, RestApiId: { Ref: 'Api' }, Stage: 'test' },
})
const association = (domainArn: object, endpoint: string) => ({
  Type: 'AWS::ApiGateway::DomainNameAccessAssociation',
  Properties: { DomainNameArn: domainArn, AccessAssociationSource: endpoint, AccessAssociationSourceType: 'VPCE' },
})
/** Lets everybody in, or everybody but those that a condition fits. */
const policy = (denied?: object) => {
  const everybody = { Principal: '*', Action: 'execute-api:Invoke', Resource: ['execute-api:/*'] }
  const allow = { Effect: 'Allow', ...everybody }
  return { Version: '2012-10-17', Statement: denied === undefined ? [allow] : [allow, { Effect: 'Deny', ...everybody, Condition: denied }] }
}
const arn = (id: string) => ({ 'Fn::GetAtt': [id, 'DomainNameArn'] })
const privateDomain = (name: string, more: object = {}) => ({
  Type: 'AWS::ApiGateway::DomainNameV2',
  Properties: { DomainName: name, CertificateArn: 'arn:c', EndpointConfiguration: { Types: ['PRIVATE'] }, Policy: policy(), ...more },
})
const regionalDomain = (name: string) => ({
  Type: 'AWS::ApiGateway::DomainName',
  Properties: { DomainName: name, RegionalCertificateArn: 'arn:c', EndpointConfiguration: { Types: ['REGIONAL'] } },
})
const regionalMapping = (name: string) => ({
  Type: 'AWS::ApiGateway::BasePathMapping',
  DependsOn: ['Stage', 'Public'],
  Properties: { DomainName: name, RestApiId: { Ref: 'Api' }, Stage: 'test' },
})

let hidden: Gateway
let open: Gateway
let hiddenId: string
let openId: string

const routes = {
  'ANY /who': mockOf('"me"'),
  'GET /echo': { fn: 'Echo' },
  'GET /context': mockOf('"$context.identity.vpceId $context.identity.vpcId"'),
}

beforeAll(async () => {
  hidden = await emulate(
    restTemplate({
      routes,
      functions: { Echo: ECHO },
      api: { EndpointConfiguration: { Types: ['PRIVATE'], VpcEndpointIds: [ENDPOINT] }, Policy: policy() },
      resources: {
        Private: privateDomain('shop.internal'),
        PrivateMapping: mapping(arn('Private')),
        Here: association(arn('Private'), ENDPOINT),
        There: association(arn('Private'), OTHER),
        Lonely: privateDomain('lonely.internal'),
        LonelyMapping: mapping(arn('Lonely')),
        Guarded: privateDomain('guarded.internal', { Policy: policy({ StringNotEquals: { 'aws:SourceVpce': OTHER } }) }),
        GuardedMapping: mapping(arn('Guarded')),
        GuardedHere: association(arn('Guarded'), ENDPOINT),
        GuardedThere: association(arn('Guarded'), OTHER),
        Silent: privateDomain('silent.internal', { Policy: undefined }),
        SilentMapping: mapping(arn('Silent')),
        SilentHere: association(arn('Silent'), ENDPOINT),
        Public: regionalDomain('public.example.com'),
        PublicMapping: regionalMapping('public.example.com'),
      },
    }),
    { port: 0 },
  )
  open = await emulate(
    restTemplate({
      routes,
      functions: { Echo: ECHO },
      api: { EndpointConfiguration: { Types: ['REGIONAL'] } },
      resources: {
        Public: regionalDomain('public.example.com'),
        PublicMapping: regionalMapping('public.example.com'),
        Private: privateDomain('shop.internal'),
        PrivateMapping: mapping(arn('Private')),
        Here: association(arn('Private'), ENDPOINT),
      },
    }),
  )
  hiddenId = hidden.outputs['ApiId'] as string
  openId = open.outputs['ApiId'] as string
})
afterAll(() => Promise.all([hidden.stop(), open.stop()]))

type Headers = Record<string, string>
const endpointHost = `${ENDPOINT}-01234567.execute-api.us-east-1.vpce.amazonaws.com`
const zonalHost = `${ENDPOINT}-01234567-us-east-1a.execute-api.us-east-1.vpce.amazonaws.com`
const told = { 'x-portico-vpce-id': OTHER }

test.each<[string, () => string, () => Headers, string]>([
  ['its own host, locally', () => `${hiddenId}.execute-api.localhost/test`, () => ({}), '"me"'],
  ['its own host, through an endpoint', () => `${hiddenId}.execute-api.us-east-1.amazonaws.com/test`, () => told, '"me"'],
  ['the name of an associated endpoint', () => `${hiddenId}-${ENDPOINT}.execute-api.us-east-1.amazonaws.com/test`, () => ({}), '"me"'],
  ['the name of another endpoint', () => `${hiddenId}-${OTHER}.execute-api.us-east-1.amazonaws.com/test`, () => ({}), FORBIDDEN],
  ["an endpoint's host and x-apigw-api-id", () => `${endpointHost}/test`, () => ({ 'x-apigw-api-id': hiddenId }), '"me"'],
  ["an endpoint's zonal host and x-apigw-api-id", () => `${zonalHost}/test`, () => ({ 'X-Apigw-Api-Id': hiddenId }), '"me"'],
  ["an endpoint's host alone", () => `${endpointHost}/test`, () => ({}), FORBIDDEN],
  [
    "an endpoint's host and the API's Host",
    () => `${endpointHost}/test`,
    () => ({ Host: `${hiddenId}.execute-api.us-east-1.amazonaws.com` }),
    '"me"',
  ],
  ['any host and x-apigw-api-id', () => '10.0.0.1/test', () => ({ 'x-apigw-api-id': hiddenId }), '"me"'],
  ['an unknown x-apigw-api-id', () => `${endpointHost}/test`, () => ({ 'x-apigw-api-id': 'nope' }), FORBIDDEN],
  ['the path form', () => `127.0.0.1/_aws/execute-api/${hiddenId}/test`, () => ({}), '"me"'],
  ['a private domain name', () => 'shop.internal', () => ({}), '"me"'],
  ['a private domain name, through another of its endpoints', () => 'shop.internal', () => told, '"me"'],
  ["an endpoint's host and a private domain name as Host", () => endpointHost, () => ({ Host: 'shop.internal' }), '"me"'],
  [
    'a private domain name, through an endpoint that is not associated',
    () => 'shop.internal',
    () => ({ 'x-portico-vpce-id': 'vpce-1' }),
    FORBIDDEN,
  ],
  ['a private domain name without associations', () => 'lonely.internal', () => ({}), FORBIDDEN],
  ['a private domain name whose policy wants another endpoint', () => 'guarded.internal', () => ({}), FORBIDDEN],
  ['a private domain name whose policy wants this endpoint', () => 'guarded.internal', () => told, '"me"'],
  ['a private domain name without a policy', () => 'silent.internal', () => ({}), FORBIDDEN],
  ['a public domain name', () => 'public.example.com', () => ({}), FORBIDDEN],
])('a private API by %s', async (_what, where, headers, expected) => {
  expect(await (await hidden.fetch(`https://${where()}/who`, { headers: headers() })).text()).toBe(expected)
})

test.each<[string, () => string, () => Headers, string]>([
  ['its own host', () => `${openId}.execute-api.localhost/test`, () => ({}), '"me"'],
  ['its own host, through a VPC endpoint', () => `${openId}.execute-api.localhost/test`, () => told, FORBIDDEN],
  ["an endpoint's host and x-apigw-api-id", () => `${endpointHost}/test`, () => ({ 'x-apigw-api-id': openId }), FORBIDDEN],
  ['the name of an endpoint', () => `${openId}-${ENDPOINT}.execute-api.us-east-1.amazonaws.com/test`, () => ({}), FORBIDDEN],
  ['any host and x-apigw-api-id', () => '10.0.0.1/test', () => ({ 'x-apigw-api-id': openId }), FORBIDDEN],
  ['a public domain name', () => 'public.example.com', () => ({}), '"me"'],
  ['a public domain name, through a VPC endpoint', () => 'public.example.com', () => told, '"me"'],
  ['a private domain name', () => 'shop.internal', () => ({}), FORBIDDEN],
])('a public API by %s', async (_what, where, headers, expected) => {
  expect(await (await open.fetch(`https://${where()}/who`, { headers: headers() })).text()).toBe(expected)
})

test.each<[string, () => string, Headers, object]>([
  ['the name of the endpoint', () => `${hiddenId}-${ENDPOINT}.execute-api.x/test`, {}, { vpceId: ENDPOINT }],
  [
    'the emulator’s headers',
    () => `${hiddenId}.execute-api.x/test`,
    { ...told, 'x-portico-vpc-id': 'vpc-1' },
    { vpceId: OTHER, vpcId: 'vpc-1' },
  ],
  ['the first endpoint of a private domain name', () => 'shop.internal', {}, { vpceId: ENDPOINT }],
])('the endpoint is told to the integration: %s', async (_what, where, headers, expected) => {
  const { requestContext, headers: received } = (await (await hidden.fetch(`https://${where()}/echo`, { headers })).json()) as {
    requestContext: { identity: object }
    headers: object
  }
  expect(requestContext.identity).toMatchObject(expected)
  expect(Object.keys(received).filter((name) => name.includes('portico'))).toEqual([])
})

test('templates see it; a plain host tells none', async () => {
  const headers = { 'x-portico-vpce-id': OTHER, 'x-portico-vpc-id': 'vpc-1' }
  expect(await (await hidden.fetch('/context', { headers })).json()).toBe(`${OTHER} vpc-1`)
  const { requestContext } = (await (await hidden.fetch('/echo')).json()) as { requestContext: { identity: object } }
  expect(Object.keys(requestContext.identity).filter((name) => name.startsWith('vpc'))).toEqual([])
})

test('the policy of an API can ask for the private domain name', async () => {
  const via = (name: string) => ({
    'execute-api:viaDomainArn': { 'Fn::Sub': [`arn:aws:execute-api:*:\${AWS::AccountId}:/domainnames/${name}+*`, {}] },
  })
  await using guarded = await emulate(
    restTemplate({
      routes,
      functions: { Echo: ECHO },
      api: { EndpointConfiguration: { Types: ['PRIVATE'] }, Policy: policy({ ArnNotLike: via('shop.internal') }) },
      resources: {
        Private: privateDomain('shop.internal'),
        PrivateMapping: mapping(arn('Private')),
        Here: association(arn('Private'), ENDPOINT),
        Other: privateDomain('other.internal'),
        OtherMapping: mapping(arn('Other')),
        OtherHere: association(arn('Other'), ENDPOINT),
      },
    }),
  )
  const statuses = await Promise.all(
    ['shop.internal', 'other.internal'].map(async (name) => (await guarded.fetch(`https://${name}/who`)).status),
  )
  expect([...statuses, (await guarded.fetch('/who')).status]).toEqual([200, 403, 403])
})

describe('STRICT endpoint access', () => {
  let strict: Gateway
  let id: string
  beforeAll(async () => {
    strict = await emulate(
      restTemplate({
        routes,
        functions: { Echo: ECHO },
        api: {
          EndpointConfiguration: { Types: ['PRIVATE'], VpcEndpointIds: [ENDPOINT] },
          Policy: policy(),
          EndpointAccessMode: 'STRICT',
          SecurityPolicy: 'SecurityPolicy_TLS13_1_3_2025_09',
        },
        resources: {
          Private: privateDomain('shop.internal'),
          PrivateMapping: mapping(arn('Private')),
          Here: association(arn('Private'), ENDPOINT),
        },
      }),
    )
    id = strict.outputs['ApiId'] as string
  })
  afterAll(() => strict.stop())

  // Developer guide, apigateway-security-policies, Endpoint access mode: custom domain names and private DNS names are what is left.
  test.each<[string, () => string, () => Headers, number]>([
    ['private DNS', () => `${id}.execute-api.us-east-1.amazonaws.com/test`, () => told, 200],
    ['a private domain name', () => 'shop.internal', () => ({}), 200],
    ['the name of the endpoint', () => `${id}-${ENDPOINT}.execute-api.us-east-1.amazonaws.com/test`, () => ({}), 403],
    ['x-apigw-api-id', () => `${endpointHost}/test`, () => ({ 'x-apigw-api-id': id }), 403],
  ])('a private API by %s', async (_what, where, headers, status) => {
    expect((await strict.fetch(`https://${where()}/who`, { headers: headers() })).status).toBe(status)
  })

  test('a domain name of another type does not lead to a STRICT API', async () => {
    const edge = (EndpointAccessMode: string) =>
      emulate(
        restTemplate({
          routes,
          functions: { Echo: ECHO },
          api: { EndpointConfiguration: { Types: ['EDGE'] }, EndpointAccessMode, SecurityPolicy: 'SecurityPolicy_TLS13_2025_EDGE' },
          resources: { Public: regionalDomain('public.example.com'), PublicMapping: regionalMapping('public.example.com') },
        }),
      )
    const statuses: number[] = []
    for (const mode of ['BASIC', 'STRICT']) {
      await using gateway = await edge(mode)
      statuses.push((await gateway.fetch('https://public.example.com/who')).status)
    }
    expect(statuses).toEqual([200, 403])
  })
})
