import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { App, aws_certificatemanager as acm, aws_apigateway as apigateway, aws_route53 as route53, Stack, aws_s3 as s3 } from 'aws-cdk-lib'
import { Template } from 'aws-cdk-lib/assertions'
import { emulate } from '../../../emulator/testing/index'
import { RestGateway, RestVersions, Target, Truststore } from '../../../lib'
import { certificate } from '../../support/tls-client'
import { OPEN, synthesize, type TemplateResource } from './synthesize'

const routes = { 'GET /a': OPEN }
const NAME = 'api.example.com'
const imported = (stack: Stack) =>
  acm.Certificate.fromCertificateArn(stack, 'Cert', `arn:aws:acm:us-east-1:000000000000:certificate/${'1'.repeat(8)}`)
const at = Date.UTC(2027, 0, 2, 3, 4, 5)
const authority = certificate({ commonName: 'Partners', authority: true, at })
const partner = certificate({ commonName: 'acme', usage: 'client', at }, authority)
const stranger = certificate({ commonName: 'acme', usage: 'client', at }, certificate({ commonName: 'Strangers', authority: true, at }))
const directory = mkdtempSync(join(tmpdir(), 'portico-truststore-'))
const pem = join(directory, 'partners.pem')
writeFileSync(pem, authority.certificate)
afterAll(() => rmSync(directory, { recursive: true, force: true }))

function stackOf(make: (stack: Stack, zone: route53.IHostedZone) => void) {
  const app = new App()
  const stack = new Stack(app, 'Test')
  make(stack, route53.HostedZone.fromHostedZoneAttributes(stack, 'Zone', { hostedZoneId: 'Z1', zoneName: 'example.com' }))
  return { app, stack }
}

test('a domain brings certificate, aliases for both address families, TLS 1.2, its mapping, and closes the default endpoint', () => {
  const { stack } = stackOf((scope, zone) => {
    const gateway = new RestGateway(scope, 'Shop', { routes, domain: { name: NAME, zone } })
    expect(gateway.url('prod', '/a')).toBe('https://api.example.com/a')
  })
  const template = Template.fromStack(stack)
  const one = (type: string) => Object.values(template.findResources(type)) as TemplateResource[]
  const [domain] = one('AWS::ApiGateway::DomainName')
  expect(domain?.Properties).toMatchObject({
    DomainName: NAME,
    SecurityPolicy: 'TLS_1_2',
    EndpointConfiguration: { Types: ['REGIONAL'], IpAddressType: 'dualstack' },
    RegionalCertificateArn: { Ref: expect.stringContaining('Certificate') },
  })
  expect(one('AWS::CertificateManager::Certificate')[0]?.Properties).toMatchObject({ DomainName: NAME, ValidationMethod: 'DNS' })
  expect(
    one('AWS::Route53::RecordSet').map(({ Properties: p }) => [p['Type'], p['Name'], p['AliasTarget'].DNSName['Fn::GetAtt'][1]]),
  ).toEqual([
    ['A', `${NAME}.`, 'RegionalDomainName'],
    ['AAAA', `${NAME}.`, 'RegionalDomainName'],
  ])
  expect(one('AWS::ApiGateway::BasePathMapping').map(({ Properties: p }) => [p['BasePath'], p['Stage']])).toEqual([
    [undefined, { Ref: expect.stringContaining('prod') }],
  ])
  expect(one('AWS::ApiGateway::RestApi')[0]?.Properties['DisableExecuteApiEndpoint']).toBe(true)
  expect(Object.values(template.findOutputs('*')).map(({ Value }) => Value)).toEqual(['https://api.example.com/'])
})

test('base paths lead to stages; one of several parts takes the newer mapping; the default endpoint can stay open', () => {
  const { template, only, all } = synthesize({ routes }, (_gateway, stack) => {
    new RestGateway(stack, 'Other', {
      routes,
      stages: { dev: {}, prod: {} },
      domain: {
        name: NAME,
        certificate: imported(stack),
        basePaths: { '/': 'prod', dev: 'dev', 'shop/dev': 'dev' },
        defaultEndpoint: true,
      },
    })
  })
  expect(all('AWS::ApiGateway::BasePathMapping').map(({ Properties: p }) => p['BasePath'])).toEqual([undefined, 'dev'])
  expect(only('AWS::ApiGatewayV2::ApiMapping').Properties).toMatchObject({ ApiMappingKey: 'shop/dev' })
  expect(all('AWS::ApiGateway::RestApi').map(({ Properties: p }) => p['DisableExecuteApiEndpoint'])).toEqual([undefined, undefined])
  template.resourceCountIs('AWS::Route53::RecordSet', 0)
  expect(only('AWS::ApiGateway::DomainName').Properties['EndpointConfiguration']).toEqual({ Types: ['REGIONAL'] })
})

test('versions stand side by side on one domain, each deployed by itself, and clients need a certificate', async () => {
  const version = (answer: string, more = {}) => ({ routes: { 'GET /who': { ...OPEN, target: Target.mock(200, { answer }) }, ...more } })
  const { app, stack } = stackOf((scope) => {
    const versions = new RestVersions(scope, 'Shop', {
      domain: { name: NAME, certificate: imported(scope), mutualTls: Truststore.fromFile(pem) },
      versions: { v1: version('one'), v2: version('two', { 'GET /more': OPEN }) },
      latest: 'v2',
    })
    expect(versions.gateway('v1').url('prod', '/who')).toBe('https://api.example.com/v1/who')
    expect(() => versions.gateway('v3')).toThrow('There is no such version. Got: "v3". Allowed: v1, v2')
  })
  await using gateway = await emulate(app, { clock: new Date(at), api: 'Shop-v1' })
  const ask = async (path: string, clientCertificate?: string) => {
    const answer = await gateway.fetch(`https://${NAME}${path}`, clientCertificate === undefined ? {} : { clientCertificate })
    return [answer.status, await answer.text()]
  }
  expect(await ask('/v1/who', partner.certificate)).toEqual([200, '{"answer":"one"}'])
  expect(await ask('/v2/who', partner.certificate)).toEqual([200, '{"answer":"two"}'])
  expect(await ask('/who', partner.certificate)).toEqual([200, '{"answer":"two"}'])
  expect(await ask('/v1/more', partner.certificate)).toEqual([403, '{"message":"Missing Authentication Token"}'])
  expect(await ask('/v1/who', stranger.certificate)).toEqual([403, '{"message":"Forbidden"}'])
  expect(await ask('/v1/who')).toEqual([403, '{"message":"Forbidden"}'])
  // API Gateway's own address is closed.
  expect((await gateway.fetch('/who')).status).toBe(403)
  expect(Object.keys(Template.fromStack(stack).findResources('AWS::ApiGateway::Deployment'))).toHaveLength(2)
})

test('a trust store may be an object of a bucket', () => {
  const { only } = synthesize({ routes }, (_gateway, stack) => {
    const mutualTls = Truststore.fromBucket(s3.Bucket.fromBucketName(stack, 'Bucket', 'trust'), 'ca.pem', 'v7')
    new RestGateway(stack, 'Other', {
      routes,
      domain: { name: NAME, certificate: imported(stack), ownershipCertificate: imported(new Stack(stack, 'S')), mutualTls },
    })
  })
  expect(only('AWS::ApiGateway::DomainName').Properties).toMatchObject({
    MutualTlsAuthentication: { TruststoreUri: 's3://trust/ca.pem', TruststoreVersion: 'v7' },
    OwnershipVerificationCertificateArn: expect.stringContaining('arn:aws:acm'),
  })
})

test.each<[string, (stack: Stack) => Parameters<typeof synthesize>[0]['domain'], string]>([
  ['a name that is none', (stack) => ({ name: 'API.example.com', certificate: imported(stack) }), 'Got: "API.example.com"'],
  [
    'no certificate',
    () => ({ name: NAME }),
    'Nothing says by which certificate api.example.com is served. Fix: give "certificate", or "zone"',
  ],
  [
    'a stage that is not there',
    (stack) => ({ name: NAME, certificate: imported(stack), basePaths: { v1: 'live' } }),
    'The domain api.example.com names a stage that the gateway does not have. Got: "live"',
  ],
  [
    'an odd base path',
    (stack) => ({ name: NAME, certificate: imported(stack), basePaths: { 'a b': 'prod' } }),
    'A base path has letters that API Gateway does not take. Got: "a b"',
  ],
  [
    'a base path twice',
    (stack) => ({ name: NAME, certificate: imported(stack), basePaths: { v1: 'prod', '/v1/': 'prod' } }),
    'Two stages are at one base path of api.example.com. Got: "/v1/"',
  ],
  [
    'a way around the certificates of clients',
    (stack) => ({ name: NAME, certificate: imported(stack), mutualTls: Truststore.fromFile(pem), defaultEndpoint: true }),
    'Clients without a certificate would reach the API around api.example.com',
  ],
  [
    'a trust store that is none',
    (stack) => ({ name: NAME, certificate: imported(stack), mutualTls: Truststore.fromFile('package.json') }),
    'The trust store holds no certificate. Got: "package.json"',
  ],
  [
    'mutual TLS at the edge',
    (stack) => ({
      name: NAME,
      certificate: imported(stack),
      mutualTls: Truststore.fromFile(pem),
      endpointType: apigateway.EndpointType.EDGE,
    }),
    'Clients of an edge domain show no certificate',
  ],
])('a mistake is said: %s', (_name, domain, message) => {
  expect(() => stackOf((stack) => new RestGateway(stack, 'Shop', { routes, domain: domain(stack)! }))).toThrow(message)
})

test('several stages need base paths', () => {
  const declare = () =>
    stackOf((stack, zone) => new RestGateway(stack, 'Shop', { routes, stages: { dev: {}, prod: {} }, domain: { name: NAME, zone } }))
  expect(declare).toThrow(
    'Nothing says which stage api.example.com serves. Allowed: dev, prod. Fix: write for example basePaths: { "/": "prod" }',
  )
})
