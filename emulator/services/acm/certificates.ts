import type { CertificateDetail, CertificateSummary } from '@aws-sdk/client-acm'
import { issueCertificate } from '../../base/x509'
import type { CertificateRecord } from '../../model/account-services'
import type { Call } from '../operations'
import { page } from '../pages'
import { importedDetail } from './imported'
import { type AcmOperations, acmError, findCertificate, tagsWith } from './operations'

const DOMAIN = /^(?:\*\.)?(?:(?!-)[A-Za-z0-9-]{1,63}(?<!-)\.)+(?!-)[A-Za-z0-9-]{1,63}(?<!-)$/
/** Milliseconds that a certificate of Amazon holds: thirteen months. */
const LIFETIME = 395 * 86_400_000

/** The certificate is issued at once: nobody has to prove that a domain is theirs. It is self-signed. */
export const RequestCertificate: AcmOperations['RequestCertificate'] = (input, call) => {
  const names = [...new Set([input.DomainName ?? '', ...(input.SubjectAlternativeNames ?? [])])]
  for (const name of names) {
    if (name.length > 253 || !DOMAIN.test(name)) {
      throw acmError('ValidationException', `1 validation error detected: Value '${name}' at 'domainName' is no domain name`)
    }
  }
  const tags = tagsWith({}, input.Tags)
  const from = new Date(call.clock.now())
  const to = new Date(from.getTime() + LIFETIME)
  const CertificateArn = newArn(call)
  const serial = call.ids.hex(32)
  const method = input.ValidationMethod ?? 'EMAIL'
  const DomainName = names[0] as string
  const detail: CertificateRecord['detail'] = {
    CertificateArn,
    DomainName,
    SubjectAlternativeNames: names,
    DomainValidationOptions: names.map((name) => validation(call, name, method)),
    Serial: serial.replace(/..(?=.)/g, '$&:'),
    Subject: `CN=${DomainName}`,
    Issuer: 'Amazon',
    CreatedAt: from,
    IssuedAt: from,
    Status: 'ISSUED',
    NotBefore: from,
    NotAfter: to,
    KeyAlgorithm: input.KeyAlgorithm ?? 'RSA_2048',
    SignatureAlgorithm: 'SHA256WITHRSA',
    Type: input.CertificateAuthorityArn === undefined ? 'AMAZON_ISSUED' : 'PRIVATE',
    KeyUsages: [{ Name: 'DIGITAL_SIGNATURE' }, { Name: 'KEY_ENCIPHERMENT' }],
    ExtendedKeyUsages: [
      { Name: 'TLS_WEB_SERVER_AUTHENTICATION', OID: '1.3.6.1.5.5.7.3.1' },
      { Name: 'TLS_WEB_CLIENT_AUTHENTICATION', OID: '1.3.6.1.5.5.7.3.2' },
    ],
    RenewalEligibility: 'INELIGIBLE',
    Options: { CertificateTransparencyLoggingPreference: 'ENABLED', Export: 'DISABLED', ...input.Options },
    ...(input.CertificateAuthorityArn === undefined ? {} : { CertificateAuthorityArn: input.CertificateAuthorityArn }),
    ...(input.ManagedBy === undefined ? {} : { ManagedBy: input.ManagedBy }),
  }
  const { certificate } = issueCertificate({ commonName: DomainName, serial, from, to, hosts: names })
  call.records.certificates.put({ detail, certificate, chain: '', tags }, CertificateArn)
  return { CertificateArn }
}

/** Puts a certificate in place of an imported one when its ARN is given. */
export const ImportCertificate: AcmOperations['ImportCertificate'] = (input, call) => {
  const before = input.CertificateArn === undefined ? undefined : findCertificate(call, input.CertificateArn)
  if (before !== undefined && before.detail.Type !== 'IMPORTED') {
    throw acmError('ValidationException', 'The certificate was not imported: only an imported certificate can be imported again.')
  }
  if (before !== undefined && input.Tags !== undefined) {
    throw acmError('ValidationException', 'You cannot specify tags when you re-import a certificate.')
  }
  const now = new Date(call.clock.now())
  const CertificateArn = before?.detail.CertificateArn ?? newArn(call)
  const { detail, certificate, chain } = importedDetail(input, now)
  const CreatedAt = before?.detail.CreatedAt ?? now
  const record = { detail: { ...detail, CertificateArn, CreatedAt }, certificate, chain, tags: before?.tags ?? tagsWith({}, input.Tags) }
  call.records.certificates.put(record, CertificateArn)
  return { CertificateArn }
}

export const DescribeCertificate: AcmOperations['DescribeCertificate'] = (input, call) => ({
  Certificate: shown(call, findCertificate(call, input.CertificateArn)),
})

export const GetCertificate: AcmOperations['GetCertificate'] = (input, call) => {
  const { certificate, chain } = findCertificate(call, input.CertificateArn)
  return { Certificate: certificate, ...(chain === '' ? {} : { CertificateChain: chain }) }
}

/** Without a filter, RSA keys of up to 2048 bits only, as on AWS. */
export const ListCertificates: AcmOperations['ListCertificates'] = (input, call) => {
  const { keyTypes = ['RSA_1024', 'RSA_2048'], exportOption, managedBy } = input.Includes ?? {}
  const all = call.records.certificates
    .list()
    .map((record) => shown(call, record))
    .filter(
      (detail) =>
        keyTypes.some((type) => type === detail.KeyAlgorithm) &&
        (exportOption === undefined || detail.Options?.Export === exportOption) &&
        (managedBy === undefined || detail.ManagedBy === managedBy) &&
        (input.CertificateStatuses === undefined || input.CertificateStatuses.some((status) => status === detail.Status)),
    )
  const created = (detail: CertificateDetail) => detail.CreatedAt?.getTime() ?? 0
  if (input.SortBy === 'CREATED_AT') {
    all.sort((a, b) => (input.SortOrder === 'ASCENDING' ? created(a) - created(b) : created(b) - created(a)))
  }
  const { items, next } = page(all, input.NextToken, input.MaxItems ?? 1000)
  return { CertificateSummaryList: items.map(summary), ...(next === undefined ? {} : { NextToken: next }) }
}

export const DeleteCertificate: AcmOperations['DeleteCertificate'] = (input, call) => {
  const { detail } = findCertificate(call, input.CertificateArn)
  if (usersOf(call, detail.CertificateArn).length > 0) {
    throw acmError('ResourceInUseException', `Certificate ${detail.CertificateArn} in account ${call.account} is in use.`)
  }
  call.records.certificates.delete(detail.CertificateArn)
  return {}
}

export const UpdateCertificateOptions: AcmOperations['UpdateCertificateOptions'] = (input, call) => {
  const record = findCertificate(call, input.CertificateArn)
  const detail = { ...record.detail, Options: { ...record.detail.Options, ...input.Options } }
  call.records.certificates.put({ ...record, detail }, detail.CertificateArn)
  return {}
}

function newArn(call: Call): string {
  return `arn:aws:acm:${call.region}:${call.account}:certificate/${call.ids.uuid()}`
}

/** The same record for a domain in every certificate of an account, as on AWS: it is made from the name. */
function validation(call: Call, name: string, method: 'DNS' | 'EMAIL' | 'HTTP') {
  const bare = name.replace(/^\*\./, '')
  const digits = Buffer.from(`${call.account}${bare}`).toString('hex').padEnd(64, '0')
  const record = { Name: `_${digits.slice(-32)}.${bare}.`, Type: 'CNAME' as const, Value: `_${digits.slice(0, 32)}.acm-validations.aws.` }
  return {
    DomainName: name,
    ValidationDomain: bare,
    ValidationStatus: 'SUCCESS' as const,
    ValidationMethod: method,
    ...(method === 'DNS' ? { ResourceRecord: record } : {}),
    ...(method === 'EMAIL' ? { ValidationEmails: ['admin', 'hostmaster', 'postmaster', 'webmaster'].map((who) => `${who}@${bare}`) } : {}),
  }
}

function shown(call: Call, { detail }: CertificateRecord): CertificateDetail {
  const InUseBy = usersOf(call, detail.CertificateArn)
  return { ...detail, InUseBy, ...(detail.Type === 'AMAZON_ISSUED' && InUseBy.length > 0 ? { RenewalEligibility: 'ELIGIBLE' } : {}) }
}

/** The ARNs of the domain names that present a certificate. */
function usersOf(call: Call, arn: string): string[] {
  return call.records.domainNames
    .list()
    .filter(({ certificateArn, regionalCertificateArn }) => certificateArn === arn || regionalCertificateArn === arn)
    .map(({ domainName }) => `arn:aws:apigateway:${call.region}::/domainnames/${domainName}`)
}

function summary(detail: CertificateDetail): CertificateSummary {
  const { CertificateArn, DomainName, SubjectAlternativeNames = [], Status, Type, KeyAlgorithm, InUseBy = [], RenewalEligibility } = detail
  const { NotBefore, NotAfter, CreatedAt, IssuedAt, ImportedAt, Options, ManagedBy } = detail
  return {
    CertificateArn,
    DomainName,
    SubjectAlternativeNameSummaries: SubjectAlternativeNames,
    HasAdditionalSubjectAlternativeNames: false,
    Status,
    Type,
    KeyAlgorithm,
    KeyUsages: detail.KeyUsages?.flatMap(({ Name }) => (Name === undefined ? [] : [Name])),
    ExtendedKeyUsages: detail.ExtendedKeyUsages?.flatMap(({ Name }) => (Name === undefined ? [] : [Name])),
    InUse: InUseBy.length > 0,
    ...(Options?.Export === undefined ? {} : { ExportOption: Options.Export, Exported: false }),
    RenewalEligibility,
    NotBefore,
    NotAfter,
    CreatedAt,
    ...(IssuedAt === undefined ? {} : { IssuedAt }),
    ...(ImportedAt === undefined ? {} : { ImportedAt }),
    ...(ManagedBy === undefined ? {} : { ManagedBy }),
  }
}
