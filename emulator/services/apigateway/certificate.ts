import { generateKeyPairSync, sign } from 'node:crypto'

const SEQUENCE = 0x30
const SET = 0x31
const INTEGER = 0x02
const BIT_STRING = 0x03
const UTC_TIME = 0x17
const UTF8_STRING = 0x0c
const OBJECT_ID = 0x06
const ECDSA_WITH_SHA256 = Buffer.from([0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02])
const COMMON_NAME = Buffer.from([0x55, 0x04, 0x03])

/** One value of ASN.1 in its distinguished encoding (X.690). */
function der(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(contents)
  const size = content.length
  const length = size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : [0x82, size >> 8, size & 0xff]
  return Buffer.concat([Buffer.from([tag, ...length]), content])
}

/** YYMMDDHHMMSSZ. */
function utcTime(date: Date): Buffer {
  return der(UTC_TIME, Buffer.from(`${date.toISOString().slice(2, 19).replace(/[-T:]/g, '')}Z`))
}

/**
 * A self-signed X.509 certificate (RFC 5280, version 1) as PEM, for a key pair made for it. AWS makes RSA keys; P-256 is used here
 * because an RSA key takes a tenth of a second. The private key is not kept, as AWS never shows it either.
 * @param serial hexadecimal digits
 */
export function selfSignedCertificate(commonName: string, serial: string, from: Date, to: Date): string {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const algorithm = der(SEQUENCE, der(OBJECT_ID, ECDSA_WITH_SHA256))
  const attribute = der(SEQUENCE, der(OBJECT_ID, COMMON_NAME), der(UTF8_STRING, Buffer.from(commonName)))
  const name = der(SEQUENCE, der(SET, attribute))
  const body = der(
    SEQUENCE,
    // A leading 7 keeps the number positive.
    der(INTEGER, Buffer.from(`7${serial.slice(1)}`, 'hex')),
    algorithm,
    name,
    der(SEQUENCE, utcTime(from), utcTime(to)),
    name,
    publicKey.export({ format: 'der', type: 'spki' }),
  )
  const signature = sign('sha256', body, privateKey)
  const certificate = der(SEQUENCE, body, algorithm, der(BIT_STRING, Buffer.from([0]), signature))
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? []
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----'].join('\n')
}
