import { createPrivateKey, X509Certificate } from 'node:crypto'
import type { ImportCertificateRequest, KeyAlgorithm } from '@aws-sdk/client-acm'
import type { CertificateRecord } from '../../model/account-services'
import { acmError } from './operations'

/** Curves as X.509 names them, and as ACM does. */
const CURVES: Readonly<Record<string, KeyAlgorithm>> = { prime256v1: 'EC_prime256v1', secp384r1: 'EC_secp384r1', secp521r1: 'EC_secp521r1' }

/**
 * Reads a certificate that somebody brings along, and checks that it goes with its key. The key is not kept.
 * The wordings of what may be wrong are uncertain.
 */
export function importedDetail(
  given: ImportCertificateRequest,
  now: Date,
): { readonly detail: Omit<CertificateRecord['detail'], 'CertificateArn'>; readonly certificate: string; readonly chain: string } {
  const certificate = pem(given.Certificate)
  const chain = pem(given.CertificateChain)
  const parsed = parse(certificate)
  for (const one of chain.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? (chain === '' ? [] : [chain])) parse(one)
  if (!matches(parsed, pem(given.PrivateKey))) throw acmError('ValidationException', 'The private key does not match the certificate.')
  const names = (parsed.subjectAltName ?? '').split(', ').flatMap((entry) => (entry.startsWith('DNS:') ? [entry.slice(4)] : []))
  const DomainName = /^CN=(.+)$/m.exec(parsed.subject)?.[1] ?? names[0] ?? ''
  return {
    certificate,
    chain,
    detail: {
      DomainName,
      SubjectAlternativeNames: names.length === 0 ? [DomainName] : names,
      Serial: parsed.serialNumber.toLowerCase().replace(/..(?=.)/g, '$&:'),
      Subject: parsed.subject.replaceAll('\n', ', '),
      Issuer: /^(?:O|CN)=(.+)$/m.exec(parsed.issuer)?.[1] ?? parsed.issuer,
      ImportedAt: now,
      Status: new Date(parsed.validTo) < now ? 'EXPIRED' : 'ISSUED',
      NotBefore: new Date(parsed.validFrom),
      NotAfter: new Date(parsed.validTo),
      KeyAlgorithm: algorithmOf(parsed),
      SignatureAlgorithm: 'SHA256WITHRSA',
      Type: 'IMPORTED',
      KeyUsages: [],
      ExtendedKeyUsages: [],
      RenewalEligibility: 'INELIGIBLE',
      Options: { CertificateTransparencyLoggingPreference: 'DISABLED', Export: 'DISABLED' },
    },
  }
}

function pem(bytes: Uint8Array | undefined): string {
  return bytes === undefined ? '' : Buffer.from(bytes).toString('utf8').trim()
}

function parse(text: string): X509Certificate {
  if ((text.match(/-----BEGIN CERTIFICATE-----/g) ?? []).length > 1) {
    const message = 'The certificate field contains more than one certificate. You can specify only one certificate in this field.'
    throw acmError('ValidationException', message)
  }
  try {
    return new X509Certificate(text)
  } catch {
    throw acmError('ValidationException', 'Could not parse certificate. The certificate must be in PEM format.')
  }
}

function matches(certificate: X509Certificate, key: string): boolean {
  try {
    return certificate.checkPrivateKey(createPrivateKey(key))
  } catch {
    throw acmError('ValidationException', 'The private key is not supported.')
  }
}

function algorithmOf({ publicKey }: X509Certificate): KeyAlgorithm {
  const { modulusLength, namedCurve = '' } = publicKey.asymmetricKeyDetails ?? {}
  return CURVES[namedCurve] ?? (`RSA_${modulusLength ?? 2048}` as KeyAlgorithm)
}
