import { X509Certificate } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { get } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { App, Stack } from 'aws-cdk-lib'
import { DomainName, EndpointType, MockIntegration, RestApi } from 'aws-cdk-lib/aws-apigateway'
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager'
import { Asset } from 'aws-cdk-lib/aws-s3-assets'
import type { Identity } from '../../../emulator/base/x509'
import { Emulator, ManualClock } from '../../../emulator/index'
import { apigateway } from '../../../emulator/services/apigateway'
import { bind } from '../../../emulator/services/operations'
import { s3 } from '../../../emulator/services/s3'
import { emulate } from '../../../emulator/testing/index'
import { failure } from '../../support/failure'
import { ECHO, mockOf, restTemplate } from '../../support/rest-template'
import { certificate, keyPem, overTls } from '../../support/tls-client'

/** The weak certificates below were made in November 2026. */
const at = Date.UTC(2027, 0, 2, 3, 4, 5)
const FORBIDDEN = [403, '{"message":"Forbidden"}', 'ForbiddenException']

/** Self-signed, and valid for a hundred years. */
const WEAK = {
  'RSA of 1024 bits': `-----BEGIN CERTIFICATE-----
MIICBjCCAW+gAwIBAgIUC8XRIhU9qnTwYHUDLZ10/cm8Zz4wDQYJKoZIhvcNAQEL
BQAwFDESMBAGA1UEAwwJc2hvcnQta2V5MCAXDTI2MTEyMjAyMDcxNVoYDzIxMjYx
MDI5MDIwNzE1WjAUMRIwEAYDVQQDDAlzaG9ydC1rZXkwgZ8wDQYJKoZIhvcNAQEB
BQADgY0AMIGJAoGBANxgmZiqDIQoktT0T5yS2I0UiqgyM0Tzp5B0O4/EkRQQoW2M
PWoN5Gfw3DtpPzz2YApvEgH4rDr0ts7eVkZhpSzSolDLJEzbiaf621ICOdoJPZ56
aUtORtlyCpMOb9aAZ3mwIHioFX0OdayrBa2f9GeSjSXTHai86NslVjuE0y2zAgMB
AAGjUzBRMB0GA1UdDgQWBBQqW8Llp+aD8s+Rie7zM36H1DXP/TAfBgNVHSMEGDAW
gBQqW8Llp+aD8s+Rie7zM36H1DXP/TAPBgNVHRMBAf8EBTADAQH/MA0GCSqGSIb3
DQEBCwUAA4GBACsbfKbPxOL040iJLR2dPM0HojMnol/TymCTEzD4TjJ0F7+aBWQz
4GlcRTGkIPyiIPtVUKjWmBpxQS7kzsNeZBP6hcm//hyYm9PzlYpPExEiOy6fCBjg
z3vZWXu2WWpUQv9OLLO5eLNqnjtsgzQ0fsu4tv+veOYhso43ecdnmXPG
-----END CERTIFICATE-----`,
  'SHA-1': `-----BEGIN CERTIFICATE-----
MIIBcjCCARqgAwIBAgIUCM5d9Q2MZLlzjKmVCkErT299jJUwCQYHKoZIzj0EATAP
MQ0wCwYDVQQDDARzaGExMCAXDTI2MTEyMjAyMDcxNVoYDzIxMjYxMDI5MDIwNzE1
WjAPMQ0wCwYDVQQDDARzaGExMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAElIks
M42RKR0t5mXeJXGkhr/V5FIaZmijCR+YaeXU9S7Y5WxnMB5PpR+UAR+ZA3HEn34G
3QnD0inTUfw1NgC/RaNTMFEwHQYDVR0OBBYEFNE5bsQU+jSxa/aR3CJl/9SKjRoq
MB8GA1UdIwQYMBaAFNE5bsQU+jSxa/aR3CJl/9SKjRoqMA8GA1UdEwEB/wQFMAMB
Af8wCQYHKoZIzj0EAQNHADBEAiB5vk7WKcPeAUcHrgTuk4pMELsPbjL2kjOFz/YR
rmwruQIgX1phcwHJerQPqQjkp7cw9TjMPnd+g87r2L6o6WS6vvM=
-----END CERTIFICATE-----`,
  'a curve of 224 bits': `-----BEGIN CERTIFICATE-----
MIIBbzCCAR6gAwIBAgIUXjarFSlk6jpQk7jpq7fV2o0/OdcwCgYIKoZIzj0EAwIw
FjEUMBIGA1UEAwwLc2hvcnQtY3VydmUwIBcNMjYxMTIyMDIwNzE1WhgPMjEyNjEw
MjkwMjA3MTVaMBYxFDASBgNVBAMMC3Nob3J0LWN1cnZlME4wEAYHKoZIzj0CAQYF
K4EEACEDOgAEH4Rt5asvkaMKVADcGqUPxlwgsvNRxpF+zrEBssuQ1pBBLfaL/zaA
zNF/ema0Lip+Rx/2TEt0erGjUzBRMB0GA1UdDgQWBBQQNX9uofJWR3E5klnFAIb1
C48ZujAfBgNVHSMEGDAWgBQQNX9uofJWR3E5klnFAIb1C48ZujAPBgNVHRMBAf8E
BTADAQH/MAoGCCqGSM49BAMCAz8AMDwCHF9sG7Cgk3GP+q2zELmKGBsK+Yp2Y01E
+LiMjUMCHHFPRNu+NilprMyy2a9Hkm6YKBWluwnOoIvuUtE=
-----END CERTIFICATE-----`,
}

/** Root, and authorities below it: each signs the next. */
function chain(length: number): Identity[] {
  const authorities: Identity[] = []
  for (let i = 0; i < length; i++)
    authorities.push(certificate({ commonName: `CA ${i}`, authority: true, at, days: 300 }, authorities.at(-1)))
  return authorities
}
const client = (issuer?: Identity, more: object = {}) => certificate({ commonName: 'client', usage: 'client', at, ...more }, issuer)

const authorities = chain(5)
const [root, second, third, fourth, fifth] = authorities as [Identity, Identity, Identity, Identity, Identity]
const stranger = certificate({ commonName: 'CA 0', authority: true, at })
const itself = client(undefined, { commonName: 'self-signed' })
const expiredRoot = certificate({ commonName: 'Expired CA', authority: true, at, days: -1 })
const noAuthority = certificate({ commonName: 'No CA', at }, root)
const headless = certificate(
  { commonName: 'Headless CA', authority: true, at },
  certificate({ commonName: 'Absent CA', authority: true, at }),
)
const trusted = [...authorities, itself, expiredRoot, noAuthority, headless].map((one) => one.certificate).join('\n')

const domain = (truststoreUri: string) =>
  restTemplate({
    routes: {
      'GET /who': mockOf('"$context.identity.clientCert.subjectDN $context.identity.clientCert.validity.notAfter"'),
      'GET /echo': { fn: 'Echo' },
    },
    functions: { Echo: ECHO },
    resources: {
      Domain: {
        Type: 'AWS::ApiGateway::DomainName',
        Properties: {
          DomainName: 'mutual.example.com',
          RegionalCertificateArn: 'arn:c',
          EndpointConfiguration: { Types: ['REGIONAL'] },
          MutualTlsAuthentication: { TruststoreUri: truststoreUri },
        },
      },
      Mapping: {
        Type: 'AWS::ApiGateway::BasePathMapping',
        DependsOn: 'Stage',
        Properties: { DomainName: { Ref: 'Domain' }, RestApiId: { Ref: 'Api' }, Stage: 'test' },
      },
    },
  })

const Bucket = 'trust'
let clock: ManualClock
let emulator: Emulator
let port: number
let ca: string | undefined
const services = () => ({ ...bind(s3.operations, emulator.call()), ...bind(apigateway.operations, emulator.call()) })

beforeAll(async () => {
  clock = new ManualClock(at)
  emulator = new Emulator({ clock })
  await services().CreateBucket({ Bucket })
  await services().PutObject({ Bucket, Key: 'ca.pem', Body: trusted })
  const server = await emulator.listen({ port: 0, tls: true })
  const body = JSON.stringify(domain(`s3://${Bucket}/ca.pem`))
  await emulator.deployments.deploy({ kind: 'template', name: 'Mutual', body, file: undefined }, { strict: true })
  port = server.port
  ca = server.authority?.pem
})
afterAll(() => emulator.stop())

const ask = async (who?: Identity, path = '/who', more: object = {}) => {
  const shown = who === undefined ? {} : { cert: who.certificate, key: keyPem(who) }
  const { status, body, headers } = await overTls({ port, ca, host: 'mutual.example.com', path, ...shown, ...more })
  return status === 403 ? [status, body, headers['x-amzn-errortype']] : [status, body]
}

test.each<[string, () => Identity]>([
  ['the root', () => client(root)],
  ['an intermediate', () => client(second)],
  ['the fourth authority of a chain', () => client(fourth)],
  ['nobody else, and is itself in the trust store', () => itself],
])('a client is trusted whose certificate is signed by %s', async (_what, who) => {
  const { subject, validTo } = new X509Certificate(who().certificate)
  expect(await ask(who())).toEqual([200, `"${subject} ${validTo}"`])
})

test.each<[string, () => Identity | undefined]>([
  ['without a certificate', () => undefined],
  ['signed by somebody of the same name', () => client(stranger)],
  ['self-signed', () => client()],
  ['expired', () => certificate({ commonName: 'old', at: at - 100 * 86_400_000, days: 30 }, root)],
  ['not yet valid', () => certificate({ commonName: 'early', at: at + 100 * 86_400_000, days: 30 }, root)],
  ['below an expired root', () => client(expiredRoot)],
  ['signed by a certificate that is no authority', () => client(noAuthority)],
  ['below more than four authorities', () => client(fifth)],
  ['below an authority whose own issuer is not in the trust store', () => client(headless)],
])('a client is refused: %s', async (_what, who) => {
  expect(await ask(who())).toEqual(FORBIDDEN)
})

test('third of four is trusted too: the limit counts authorities, not the client', async () => {
  expect((await ask(client(third)))[0]).toBe(200)
})

test('what a function is told of the certificate', async () => {
  const who = client(root, { serial: '0102030405060708090a', commonName: 'Ada' })
  const [, body] = await ask(who, '/echo')
  const { requestContext } = JSON.parse(body as string) as { requestContext: { identity: { clientCert: object } } }
  expect(requestContext.identity.clientCert).toEqual({
    clientCertPem: `${who.certificate}\n`,
    subjectDN: 'CN=Ada',
    issuerDN: 'CN=CA 0',
    serialNumber: '71:02:03:04:05:06:07:08:09:0a',
    validity: { notBefore: 'Dec  3 03:04:05 2026 GMT', notAfter: 'Feb  1 03:04:05 2027 GMT' },
  })
  const [, short] = await ask(client(root, { serial: '0001' }), '/echo')
  // A leading 7 of the test's own makes 0x7001 of it.
  expect(JSON.parse(short as string)).toMatchObject({ requestContext: { identity: { clientCert: { serialNumber: '28673' } } } })
})

test('validity goes by the emulator’s clock', async () => {
  const who = client(root, { days: 200 })
  expect((await ask(who))[0]).toBe(200)
  const brief = client(root, { days: 3 })
  expect((await ask(brief))[0]).toBe(200)
  await clock.advance(4 * 86_400_000)
  expect(await ask(brief)).toEqual(FORBIDDEN)
  expect((await ask(who))[0]).toBe(200)
})

test('the health check asks for the certificate as well; other hosts ask for none', async () => {
  expect(await ask(undefined, '/ping')).toEqual(FORBIDDEN)
  expect((await ask(client(root), '/ping'))[0]).toBe(200)
  const host = `${emulator.stages.all()[0]?.apiId}.execute-api.localhost`
  const who = client(root)
  for (const shown of [{}, { cert: who.certificate, key: keyPem(who) }]) {
    const { status, body } = await overTls({ port, ca, host, path: '/test/who', ...shown })
    expect([status, body]).toEqual([200, '" "'])
  }
})

test('the name of the handshake does not matter, the Host does: a way around the certificate is closed', async () => {
  expect(await ask(undefined, '/who', { servername: 'localhost' })).toEqual(FORBIDDEN)
  expect(await ask(client(root), '/who', { servername: 'localhost' })).toEqual(FORBIDDEN)
  const plain = await new Promise((resolve) => {
    get({ host: '127.0.0.1', port, path: '/who', headers: { host: 'mutual.example.com' } }, ({ statusCode }) => resolve(statusCode))
  })
  expect(plain).toBe(403)
})

describe('the trust store', () => {
  const place = { domainName: 'store.example.com' }
  const create = (truststoreUri: string, more: object = {}) =>
    services().CreateDomainName({
      ...place,
      endpointConfiguration: { types: ['REGIONAL'] },
      mutualTlsAuthentication: { truststoreUri },
      ...more,
    })
  afterEach(() => {
    try {
      services().DeleteDomainName(place)
    } catch {}
  })
  const put = (Key: string, Body: string) => services().PutObject({ Bucket, Key, Body })

  test('is read when the domain name is told of it, and not again', async () => {
    await put('own.pem', root.certificate)
    expect(create(`s3://${Bucket}/own.pem`).mutualTlsAuthentication).toEqual({ truststoreUri: `s3://${Bucket}/own.pem` })
    const trusts = (who: Identity) =>
      emulator.domains.get('store.example.com')?.trust?.some(({ subject }) => subject === `CN=${who.commonName}`)
    await put('own.pem', '')
    expect(trusts(root)).toBe(true)
    await put('next.pem', second.certificate)
    const replace = (value: string) =>
      services().UpdateDomainName({ ...place, patchOperations: [{ op: 'replace', path: '/mutualTlsAuthentication/truststoreUri', value }] })
    expect(replace(`s3://${Bucket}/next.pem`)).not.toHaveProperty('truststore')
    expect([trusts(root), trusts(second)]).toEqual([false, true])
    // Developer guide, rest-api-mutual-tls: an empty URI ends mutual TLS.
    expect(replace('')).not.toHaveProperty('mutualTlsAuthentication')
    expect(emulator.domains.get('store.example.com')?.trust).toBeUndefined()
  })

  test('warns of algorithms that are too weak', async () => {
    await put('weak.pem', Object.values(WEAK).join('\n'))
    expect(create(`s3://${Bucket}/weak.pem`).mutualTlsAuthentication?.truststoreWarnings).toEqual(
      ['short-key', 'sha1', 'short-curve'].map((name) => expect.stringContaining(`CN=${name}`)),
    )
  })

  test('warns of certificates that are of no use, each by its subject', async () => {
    await put(
      'bad.pem',
      [root.certificate, expiredRoot.certificate, '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'].join('\n'),
    )
    const { truststoreWarnings } = create(`s3://${Bucket}/bad.pem`).mutualTlsAuthentication ?? {}
    expect(truststoreWarnings).toEqual([expect.stringContaining('CN=Expired CA'), expect.any(String)])
    expect(services().GetDomainName(place).mutualTlsAuthentication?.truststoreWarnings).toEqual(truststoreWarnings)
  })

  test.each<[string, string, object]>([
    ['no S3 URI', 'https://x/y', {}],
    ['an object that is not there', `s3://${Bucket}/nowhere.pem`, {}],
    ['an edge-optimized domain name', `s3://${Bucket}/ca.pem`, { endpointConfiguration: { types: ['EDGE'] } }],
    ['a private domain name', `s3://${Bucket}/ca.pem`, { endpointConfiguration: { types: ['PRIVATE'] } }],
  ])('is refused: %s', async (_what, uri, more) => {
    expect(await failure(() => create(uri, more))).toMatch(/^400 BadRequestException/)
  })
})

test('a trust store in a bucket elsewhere trusts nobody, and is told; so is a port without TLS', async () => {
  await using gateway = await emulate(domain('s3://elsewhere/ca.pem'), { port: 0 })
  const codes = gateway.diagnostics.map(({ code }) => code)
  expect(codes).toEqual(['missing-truststore', 'missing-asset', 'mutual-tls-without-tls'])
  const answer = await gateway.fetch('https://mutual.example.com/who', { clientCertificate: client(root).certificate })
  expect([answer.status, await answer.text()]).toEqual([403, '{"message":"Forbidden"}'])
})

test('a CDK app with the trust store as an asset, tried without a socket', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'portico-test-'))
  try {
    const path = join(folder, 'ca.pem')
    writeFileSync(path, [root.certificate, ...Object.values(WEAK)].join('\n'))
    const stack = new Stack(new App(), 'Mutual')
    const asset = new Asset(stack, 'Trust', { path })
    const api = new RestApi(stack, 'Api', { deployOptions: { stageName: 'test' } })
    const method = { methodResponses: [{ statusCode: '200' }] }
    const responses = [{ statusCode: '200', responseTemplates: { 'application/json': '"me"' } }]
    api.root.addMethod(
      'GET',
      new MockIntegration({ requestTemplates: { 'application/json': '{"statusCode": 200}' }, integrationResponses: responses }),
      method,
    )
    const name = new DomainName(stack, 'Domain', {
      domainName: 'mutual.example.com',
      certificate: Certificate.fromCertificateArn(stack, 'Certificate', 'arn:aws:acm:us-east-1:123456789012:certificate/a'),
      endpointType: EndpointType.REGIONAL,
      mtls: { bucket: asset.bucket, key: asset.s3ObjectKey },
    })
    name.addBasePathMapping(api)
    await using gateway = await emulate(stack, { clock: new Date(at) })
    const status = async (clientCertificate?: string) =>
      (await gateway.fetch('https://mutual.example.com/', clientCertificate === undefined ? {} : { clientCertificate })).status
    expect([await status(client(root).certificate), await status(client(stranger).certificate), await status()]).toEqual([200, 403, 403])
    for (const [kind, pem] of Object.entries(WEAK)) expect([kind, await status(pem)]).toEqual([kind, 403])
    expect(gateway.diagnostics).toEqual([])
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
