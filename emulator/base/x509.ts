import { createHash, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { isIPv4 } from 'node:net'
import { bits, der, integer, objectId, octets, sequence, set, TRUE, text, time } from './der'

/** A certificate and its private key. */
export interface Identity {
  readonly commonName: string
  /** PEM. */
  readonly certificate: string
  readonly key: KeyObject
}

/** What a certificate says. */
export interface CertificateContent {
  readonly commonName: string
  /** Hexadecimal digits. */
  readonly serial: string
  readonly from: Date
  readonly to: Date
  /** Whether it may sign others. */
  readonly authority?: boolean
  /** Host names and IP addresses that it stands for. */
  readonly hosts?: readonly string[]
  /** What it is for; anything when left out. */
  readonly usage?: 'server' | 'client'
}

const ECDSA_WITH_SHA256 = sequence(objectId('1.2.840.10045.4.3.2'))
const USAGES = { server: '1.3.6.1.5.5.7.3.1', client: '1.3.6.1.5.5.7.3.2' } as const

/**
 * Makes a certificate (X.509 version 3, RFC 5280) for a new P-256 key, signed by an authority or by itself. P-256, because an RSA key takes
 * a tenth of a second.
 */
export function issueCertificate(content: CertificateContent, issuer?: Identity): Identity {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const spki = publicKey.export({ format: 'der', type: 'spki' })
  const issuerSpki = issuer === undefined ? spki : publicKeyOf(issuer)
  const body = sequence(
    // Version 3.
    der(0xa0, integer('02')),
    // A leading 7 keeps the number positive and as long as it is.
    integer(`7${content.serial.slice(1)}`),
    ECDSA_WITH_SHA256,
    name(issuer?.commonName ?? content.commonName),
    sequence(time(content.from), time(content.to)),
    name(content.commonName),
    spki,
    der(0xa3, sequence(...extensions(content, spki, issuerSpki))),
  )
  const signature = sign('sha256', body, issuer?.key ?? privateKey)
  return { commonName: content.commonName, certificate: pem(sequence(body, ECDSA_WITH_SHA256, bits(signature))), key: privateKey }
}

function extensions({ authority = false, hosts = [], usage }: CertificateContent, spki: Buffer, issuerSpki: Buffer): Buffer[] {
  return [
    extension('2.5.29.19', authority ? sequence(TRUE) : sequence(), true),
    // keyCertSign and cRLSign, or digitalSignature.
    extension('2.5.29.15', authority ? bits(Buffer.from([0x06]), 1) : bits(Buffer.from([0x80]), 7), true),
    extension('2.5.29.14', octets(keyId(spki))),
    extension('2.5.29.35', sequence(der(0x80, keyId(issuerSpki)))),
    ...(usage === undefined ? [] : [extension('2.5.29.37', sequence(objectId(USAGES[usage])))]),
    ...(hosts.length === 0 ? [] : [extension('2.5.29.17', sequence(...hosts.map(generalName)))]),
  ]
}

function extension(id: string, value: Buffer, critical = false): Buffer {
  return sequence(objectId(id), ...(critical ? [TRUE] : []), octets(value))
}

/** A host name, an IPv4 address, or `::1`. */
function generalName(host: string): Buffer {
  if (host === '::1') return der(0x87, Buffer.from([...Array<number>(15).fill(0), 1]))
  return isIPv4(host) ? der(0x87, Buffer.from(host.split('.').map(Number))) : der(0x82, Buffer.from(host))
}

function name(commonName: string): Buffer {
  return sequence(set(sequence(objectId('2.5.4.3'), text(commonName))))
}

/** The key's identifier: SHA-1 of its bits, which end the 91 bytes of a P-256 key (RFC 5280, 4.2.1.2). */
function keyId(spki: Buffer): Buffer {
  return createHash('sha1').update(spki.subarray(-65)).digest()
}

function publicKeyOf({ key }: Identity): Buffer {
  return createPublicKey(key).export({ format: 'der', type: 'spki' })
}

function pem(certificate: Buffer): string {
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? []
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----'].join('\n')
}
