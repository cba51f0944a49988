import { X509Certificate } from 'node:crypto'
import { acm } from '../../../../emulator/services/acm'
import { apigateway } from '../../../../emulator/services/apigateway'
import { bind } from '../../../../emulator/services/operations'
import { TEST_TIME, testCall } from '../../../support/call'
import { failure } from '../../../support/failure'
import { PAIRS } from './pairs'

function account() {
  const call = testCall()
  return { ...bind(acm.operations, call), apigateway: bind(apigateway.operations, call), call }
}
const NONE = 'arn:aws:acm:us-east-1:123456789012:certificate/none'

test('a requested certificate is issued at once, is used, and goes when nothing uses it', async () => {
  const operations = account()
  const { CertificateArn } = await operations.RequestCertificate({
    DomainName: 'api.example.com',
    SubjectAlternativeNames: ['*.example.com', 'api.example.com'],
    ValidationMethod: 'DNS',
    Tags: [{ Key: 'a', Value: 'b' }],
  })
  const describe = async () => (await operations.DescribeCertificate({ CertificateArn })).Certificate
  expect(await describe()).toMatchObject({
    CertificateArn: expect.stringMatching(/^arn:aws:acm:us-east-1:123456789012:certificate\/[0-9a-f-]{36}$/),
    DomainName: 'api.example.com',
    SubjectAlternativeNames: ['api.example.com', '*.example.com'],
    Status: 'ISSUED',
    Type: 'AMAZON_ISSUED',
    NotBefore: new Date(TEST_TIME),
    InUseBy: [],
    DomainValidationOptions: [
      { DomainName: 'api.example.com', ValidationStatus: 'SUCCESS', ResourceRecord: { Type: 'CNAME' } },
      { DomainName: '*.example.com', ResourceRecord: { Name: expect.stringMatching(/^_[0-9a-f]{32}\.example\.com\.$/) } },
    ],
  })
  const { Certificate = '' } = await operations.GetCertificate({ CertificateArn })
  expect(new X509Certificate(Certificate).subject).toBe('CN=api.example.com')
  const certificate = { domainName: 'api.example.com', regionalCertificateArn: CertificateArn }
  await operations.apigateway.CreateDomainName({ ...certificate, endpointConfiguration: { types: ['REGIONAL'] } })
  expect((await describe())?.InUseBy).toEqual(['arn:aws:apigateway:us-east-1::/domainnames/api.example.com'])
  expect(await failure(() => operations.DeleteCertificate({ CertificateArn }))).toMatch(/^400 ResourceInUseException: Certificate arn/)
  await operations.apigateway.DeleteDomainName({ domainName: 'api.example.com' })
  await operations.DeleteCertificate({ CertificateArn })
  expect(await failure(describe)).toBe(
    `400 ResourceNotFoundException: Could not find certificate ${CertificateArn} in account 123456789012.`,
  )
})

test('certificates are listed by status and kind of key, in pages; tags come and go', async () => {
  const operations = account()
  for (const DomainName of ['a.test', 'b.test', 'c.test']) await operations.RequestCertificate({ DomainName })
  const { CertificateArn } = await operations.RequestCertificate({ DomainName: 'ec.test', KeyAlgorithm: 'EC_prime256v1' })
  const names = async (input: Parameters<typeof operations.ListCertificates>[0]) =>
    (await operations.ListCertificates(input)).CertificateSummaryList?.map(({ DomainName }) => DomainName)
  const { NextToken = '' } = await operations.ListCertificates({ MaxItems: 2 })
  const cases: [Parameters<typeof operations.ListCertificates>[0], string[]][] = [
    [{}, ['a.test', 'b.test', 'c.test']],
    [{ MaxItems: 2, NextToken }, ['c.test']],
    [{ CertificateStatuses: ['EXPIRED'] }, []],
    [{ Includes: { keyTypes: ['EC_prime256v1'] } }, ['ec.test']],
  ]
  for (const [input, expected] of cases) expect(await names(input)).toEqual(expected)
  const tags = async () => (await operations.ListTagsForCertificate({ CertificateArn })).Tags
  await operations.AddTagsToCertificate({ CertificateArn, Tags: [{ Key: 'a', Value: '1' }, { Key: 'b' }] })
  await operations.RemoveTagsFromCertificate({ CertificateArn, Tags: [{ Key: 'a', Value: 'other' }, { Key: 'b' }] })
  expect(await tags()).toEqual([{ Key: 'a', Value: '1' }])
  await operations.UntagResource({ ResourceArn: CertificateArn, TagKeys: ['a'] })
  expect(await tags()).toEqual([])
})

test('an imported certificate has to go with its key; it can be imported again', async () => {
  const { ImportCertificate, DescribeCertificate, call } = account()
  const { certificate, key } = PAIRS.own
  const { other } = PAIRS
  const bytes = (text: string) => new TextEncoder().encode(text)
  const { CertificateArn } = await ImportCertificate({ Certificate: bytes(certificate), PrivateKey: bytes(key) })
  expect((await DescribeCertificate({ CertificateArn })).Certificate).toMatchObject({
    DomainName: 'own.test',
    SubjectAlternativeNames: ['own.test'],
    Type: 'IMPORTED',
    Status: 'ISSUED',
    ImportedAt: new Date(TEST_TIME),
    KeyAlgorithm: 'EC_prime256v1',
  })
  await call.clock.advance(1000)
  await ImportCertificate({ CertificateArn, Certificate: bytes(other.certificate), PrivateKey: bytes(other.key) })
  expect((await DescribeCertificate({ CertificateArn })).Certificate).toMatchObject({
    DomainName: 'other.test',
    CreatedAt: new Date(TEST_TIME),
    ImportedAt: new Date(TEST_TIME + 1000),
  })
  const failures: [() => unknown, RegExp][] = [
    [
      () => ImportCertificate({ Certificate: bytes(certificate), PrivateKey: bytes(other.key) }),
      /^400 ValidationException: The private key does not/,
    ],
    [() => ImportCertificate({ Certificate: bytes('x'), PrivateKey: bytes(key) }), /^400 ValidationException: Could not parse/],
    [
      () => ImportCertificate({ Certificate: bytes(certificate), PrivateKey: bytes('x') }),
      /^400 ValidationException: The private key is not/,
    ],
    [() => DescribeCertificate({ CertificateArn: 'x' }), /^400 ValidationException: .*'certificateArn'/],
    [() => DescribeCertificate({ CertificateArn: NONE }), /^400 ResourceNotFoundException/],
    [() => account().RequestCertificate({ DomainName: 'not a name' }), /^400 ValidationException/],
    [() => account().RequestCertificate({ DomainName: 'a.test', Tags: [{ Key: 'aws:x' }] }), /^400 InvalidTagException/],
  ]
  for (const [run, words] of failures) expect(await failure(run)).toMatch(words)
})
