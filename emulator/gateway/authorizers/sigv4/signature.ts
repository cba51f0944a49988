import { createHash } from 'node:crypto'
import { firstHeader, type HeaderFields } from '../../../base/headers'

/** A request as it came over the wire: what was signed. */
export interface WireRequest {
  readonly method: string
  /** Path and query string as the client wrote them. */
  readonly target: string
  readonly headers: HeaderFields
  readonly body: Uint8Array | undefined
}

/** A signature of version 4, in the Authorization header or in the query string, taken apart. */
export interface Signature {
  readonly algorithm: 'AWS4-HMAC-SHA256' | 'AWS4-ECDSA-P256-SHA256'
  readonly accessKeyId: string
  /** `20260102`. */
  readonly date: string
  /** Undefined for version 4a, which signs for a set of regions. */
  readonly region: string | undefined
  readonly service: string
  /** Lower case, in the order that was signed. */
  readonly signedHeaders: readonly string[]
  /** Hexadecimal digits. */
  readonly signature: string
  /** `20260102T030405Z`. */
  readonly time: string
  /** Seconds that a presigned request holds; undefined for one with a header. */
  readonly expires: number | undefined
  readonly sessionToken: string | undefined
}

/** What a request says of its signature: nothing, or something that is none; AWS's message says what is missing (facts/04, section 4). */
export type ReadSignature = { readonly signature: Signature } | { readonly missing: true } | { readonly incomplete: string }

/** Reads the signature of a request. */
export function readSignature(request: WireRequest): ReadSignature {
  const authorization = firstHeader(request.headers, 'authorization')
  if (authorization !== undefined) return readHeader(authorization, request.headers)
  const query = request.target.split('?', 2)[1] ?? ''
  return /(?:^|&)X-Amz-(?:Algorithm|Signature|Credential)=/.test(query) ? readQuery(query) : { missing: true }
}

/** How AWS names a value that it does not show. */
export function hashed(text: string): string {
  return createHash('sha256').update(text).digest('base64')
}

function readHeader(authorization: string, headers: HeaderFields): ReadSignature {
  const [algorithm = ''] = authorization.split(' ', 1)
  const rest = authorization.slice(algorithm.length)
  const pairs = new Map<string, string>()
  for (const part of rest.split(',')) {
    const equals = part.indexOf('=')
    if (equals < 0 || !isAlgorithm(algorithm)) {
      return {
        incomplete: `Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 and encoded with Base64): '${hashed(authorization)}'.`,
      }
    }
    pairs.set(part.slice(0, equals).trim(), part.slice(equals + 1).trim())
  }
  const time = firstHeader(headers, 'x-amz-date') ?? fromHttpDate(firstHeader(headers, 'date'))
  const lacking = ['Credential', 'Signature', 'SignedHeaders']
    .filter((name) => !pairs.get(name))
    .map((name) => `Authorization header requires '${name}' parameter.`)
  if (time === undefined) lacking.push("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.")
  if (lacking.length > 0)
    return { incomplete: `${lacking.join(' ')} (Hashed with SHA-256 and encoded with Base64) Authorization=${hashed(authorization)}` }
  return assemble(algorithm, {
    credential: pairs.get('Credential') ?? '',
    signedHeaders: pairs.get('SignedHeaders') ?? '',
    signature: pairs.get('Signature') ?? '',
    time: time ?? '',
    expires: undefined,
    sessionToken: firstHeader(headers, 'x-amz-security-token'),
  })
}

function readQuery(query: string): ReadSignature {
  const parameters = new URLSearchParams(query)
  const names = ['X-Amz-Algorithm', 'X-Amz-Credential', 'X-Amz-Signature', 'X-Amz-SignedHeaders', 'X-Amz-Date', 'X-Amz-Expires']
  const lacking = names.filter((name) => !parameters.get(name))
  if (lacking.length > 0)
    return {
      incomplete: `${lacking.map((name) => `AWS query-string parameters must include '${name}'.`).join(' ')} Re-examine the query-string parameters.`,
    }
  return assemble(parameters.get('X-Amz-Algorithm') ?? '', {
    credential: parameters.get('X-Amz-Credential') ?? '',
    signedHeaders: parameters.get('X-Amz-SignedHeaders') ?? '',
    signature: parameters.get('X-Amz-Signature') ?? '',
    time: parameters.get('X-Amz-Date') ?? '',
    expires: Number(parameters.get('X-Amz-Expires')),
    sessionToken: parameters.get('X-Amz-Security-Token') ?? undefined,
  })
}

function assemble(
  algorithm: string,
  {
    credential,
    signedHeaders,
    ...given
  }: Pick<Signature, 'signature' | 'time' | 'expires' | 'sessionToken'> & { credential: string; signedHeaders: string },
): ReadSignature {
  const parts = credential.split('/')
  const forRegions = algorithm === 'AWS4-ECDSA-P256-SHA256'
  const terminator = parts.pop()
  const service = parts.pop()
  const region = forRegions ? undefined : parts.pop()
  const date = parts.pop()
  const accessKeyId = parts.join('/')
  if (!isAlgorithm(algorithm) || terminator !== 'aws4_request' || !service || !date || accessKeyId === '' || region === '')
    return {
      incomplete: `Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '${credential}'`,
    }
  return { signature: { algorithm, accessKeyId, date, region, service, signedHeaders: signedHeaders.toLowerCase().split(';'), ...given } }
}

function isAlgorithm(name: string): name is Signature['algorithm'] {
  return name === 'AWS4-HMAC-SHA256' || name === 'AWS4-ECDSA-P256-SHA256'
}

function fromHttpDate(date: string | undefined): string | undefined {
  const at = date === undefined ? Number.NaN : Date.parse(date)
  return Number.isNaN(at) ? undefined : new Date(at).toISOString().replace(/[-:]|\.\d+/g, '')
}
