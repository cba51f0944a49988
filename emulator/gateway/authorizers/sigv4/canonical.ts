import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { allHeaders, firstHeader } from '../../../base/headers'
import type { Signature, WireRequest } from './signature'

/** What AWS says that a request should have been signed as; both texts are in its message (facts/04, section 4). */
export interface Canonical {
  readonly request: string
  readonly stringToSign: string
}

/** The canonical request and the string to sign (AWS general reference, "Create a signed AWS API request"). */
export function canonical(wire: WireRequest, signature: Signature): Canonical {
  const [path = '/', query = ''] = wire.target.split(/\?(.*)/s, 2)
  const headers = signature.signedHeaders.map((name) => `${name}:${headerValue(wire, name)}\n`).join('')
  const request = [
    wire.method,
    canonicalPath(path),
    canonicalQuery(query),
    headers,
    signature.signedHeaders.join(';'),
    payloadHash(wire, signature),
  ].join('\n')
  const scope = `${signature.date}/${signature.region}/${signature.service}/aws4_request`
  return { request, stringToSign: `${signature.algorithm}\n${signature.time}\n${scope}\n${sha256(request)}` }
}

/** The signature that a secret makes. */
export function signatureBy(secret: string, { service, region = '', date }: Signature, { stringToSign }: Canonical): Buffer {
  const key = ['aws4_request', service, region, date].reduceRight<Buffer | string>((sum, part) => hmac(sum, part), `AWS4${secret}`)
  return hmac(key, stringToSign)
}

/** Whether the secret makes this signature. Takes the same time whatever is wrong. */
export function signedWith(secret: string, signature: Signature, canonicalForm: Canonical): boolean {
  const expected = signatureBy(secret, signature, canonicalForm)
  const given = Buffer.from(signature.signature, 'hex')
  return /^[0-9a-f]{64}$/.test(signature.signature) && timingSafeEqual(expected, given)
}

/** The hash that a body has to have: the header says it, or that the payload is not signed. Undefined when header and body differ. */
export function bodyIsAsSigned(wire: WireRequest): boolean {
  const said = firstHeader(wire.headers, 'x-amz-content-sha256')
  return said === undefined || !/^[0-9a-f]{64}$/i.test(said) || said.toLowerCase() === sha256(wire.body ?? '')
}

function payloadHash(wire: WireRequest, { expires }: Signature): string {
  const said = firstHeader(wire.headers, 'x-amz-content-sha256')
  if (said !== undefined) return said
  return expires !== undefined && /[?&]X-Amz-Content-Sha256=UNSIGNED-PAYLOAD/i.test(wire.target)
    ? 'UNSIGNED-PAYLOAD'
    : sha256(wire.body ?? '')
}

function headerValue({ headers }: WireRequest, name: string): string {
  return allHeaders(headers, name)
    .map((value) => value.trim().replace(/ +/g, ' '))
    .join(',')
}

/** Each segment is encoded once more than it is written, but for S3 (facts/04, section 4); dot segments and doubled slashes go. */
function canonicalPath(path: string): string {
  const segments: string[] = []
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.') continue
    if (segment === '..') segments.pop()
    else segments.push(encode(segment))
  }
  return `/${segments.join('/')}${segments.length > 0 && path.endsWith('/') ? '/' : ''}`
}

function canonicalQuery(query: string): string {
  return query
    .split('&')
    .filter((part) => part !== '' && !part.startsWith('X-Amz-Signature='))
    .map((part) => {
      const equals = part.indexOf('=')
      const [name, value] = equals < 0 ? [part, ''] : [part.slice(0, equals), part.slice(equals + 1)]
      return [encode(decode(name)), encode(decode(value))] as const
    })
    .sort(([a, x], [b, y]) => (a < b ? -1 : a > b ? 1 : x < y ? -1 : x > y ? 1 : 0))
    .map(([name, value]) => `${name}=${value}`)
    .join('&')
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', '%20'))
  } catch {
    return text
  }
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
}

function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex')
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}
