import { X509Certificate } from 'node:crypto'

/** The client's certificate as `$context.identity.clientCert` and the events of functions show it (facts/03, section 1). */
export interface ClientCertificate {
  readonly clientCertPem: string
  readonly subjectDN: string
  readonly issuerDN: string
  readonly serialNumber: string
  readonly validity: { readonly notBefore: string; readonly notAfter: string }
}

/** The certificates of a trust store. */
export type TrustStore = readonly X509Certificate[]

/** Certificate authorities in a chain (facts/04, section 6); the client's own certificate does not count. */
const LONGEST_CHAIN = 4
/** AlgorithmIdentifiers of signatures by MD5 and SHA-1, over RSA and ECDSA, as they stand inside a certificate. */
const WEAK_SIGNATURES = ['06092a864886f70d010104', '06092a864886f70d010105', '06072a8648ce3d0401'].map((der) => Buffer.from(der, 'hex'))

const PEM = /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g

/** The blocks of a PEM file, each read by itself; undefined for one that is no certificate. */
export function readCertificates(pem: string): (X509Certificate | undefined)[] {
  return [...pem.matchAll(PEM)].map(([block]) => {
    try {
      return new X509Certificate(block)
    } catch {
      return undefined
    }
  })
}

/** The certificates of a trust store; those that cannot be read trust nobody. */
export function readTrustStore(pem: string): TrustStore {
  return readCertificates(pem).filter((certificate) => certificate !== undefined)
}

/**
 * Whether a client's certificate leads, issuer by issuer, to a root of the trust store: signatures, names, validity, algorithms and the
 * length of the chain are looked at, revocation is not (facts/04, section 6). Intermediates that the client sends do not count.
 * Uncertain: that the root has to be in the store, and that a self-signed certificate in the store is trusted itself.
 * @param now epoch milliseconds
 */
export function isTrusted(client: X509Certificate, store: TrustStore, now: number): boolean {
  let certificate = client
  for (let authorities = 0; authorities <= LONGEST_CHAIN; authorities++) {
    if (!isCurrent(certificate, now) || isWeak(certificate)) return false
    const subject = certificate
    if (signsItself(subject)) return store.some(({ fingerprint256 }) => fingerprint256 === subject.fingerprint256)
    const issuer = store.find((other) => other.ca && subject.checkIssued(other) && subject.verify(other.publicKey))
    if (issuer === undefined) return false
    certificate = issuer
  }
  return false
}

function signsItself(certificate: X509Certificate): boolean {
  return certificate.subject === certificate.issuer && certificate.verify(certificate.publicKey)
}

/** Whether the time is within a certificate's validity. */
export function isCurrent({ validFrom, validTo }: X509Certificate, now: number): boolean {
  return Date.parse(validFrom) <= now && now <= Date.parse(validTo)
}

/** Less than SHA-256, RSA-2048 or ECDSA-256 (facts/04, section 6). */
export function isWeak({ raw, publicKey }: X509Certificate): boolean {
  const { modulusLength, namedCurve = 'prime256v1' } = publicKey.asymmetricKeyDetails ?? {}
  if (modulusLength !== undefined && modulusLength < 2048) return true
  return /(?:192|224)/.test(namedCurve) || WEAK_SIGNATURES.some((algorithm) => raw.includes(algorithm))
}

/** What the gateway tells of a client's certificate. Uncertain: how serial numbers are written beyond the documented `1` and `a1:a1:...`. */
export function describeCertificate(certificate: X509Certificate): ClientCertificate {
  const { subject, issuer, serialNumber, validFrom, validTo } = certificate
  return {
    clientCertPem: certificate.toString(),
    subjectDN: distinguishedName(subject),
    issuerDN: distinguishedName(issuer),
    serialNumber:
      serialNumber.length <= 16
        ? BigInt(`0x${serialNumber}`).toString()
        : (serialNumber.toLowerCase().match(/../g) ?? [serialNumber]).join(':'),
    validity: { notBefore: validFrom, notAfter: validTo },
  }
}

/** `C=US,O=Example,CN=client`: in the order of the certificate. */
function distinguishedName(lines: string): string {
  return lines.replaceAll('\n', ',')
}
