import { createHash, createHmac } from 'node:crypto'
import { SignatureV4 } from '@smithy/signature-v4'

/** Keys of a caller. */
export interface Keys {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

/** The root user of an emulator. */
export const ROOT: Keys = { accessKeyId: 'PORTICOACCESSKEY', secretAccessKey: 'portico' }

/** A request that is to be signed. */
export interface Unsigned {
  readonly method?: string
  readonly host: string
  /** Path and query string as they go out. */
  readonly target: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
}

/** How it is signed. */
export interface Signing {
  readonly at: Date
  readonly region?: string
  readonly service?: string
  /** Seconds that a presigned request holds; a header is written where it is left out. */
  readonly presignedFor?: number
}

/** A request as AWS's own signer signs it: with the headers, and in the target for a presigned one. */
export interface Signed {
  readonly target: string
  readonly headers: Readonly<Record<string, string>>
}

export async function sign(
  { method = 'GET', host, target, headers = {}, body }: Unsigned,
  credentials: Keys,
  how: Signing,
): Promise<Signed> {
  const { at, region = 'us-east-1', service = 'execute-api', presignedFor } = how
  const signer = new SignatureV4({ service, region, credentials, sha256: Sha256 as never })
  const [path = '/', queryString] = target.split(/\?(.*)/s, 2)
  const query: Record<string, string[]> = Object.create(null)
  for (const [name, value] of new URLSearchParams(queryString ?? '')) query[name] = [...(query[name] ?? []), value]
  const request = {
    method,
    protocol: 'https:',
    hostname: host,
    path,
    query,
    headers: { ...headers, host },
    ...(body === undefined ? {} : { body }),
  }
  if (presignedFor === undefined) return { target, headers: (await signer.sign(request, { signingDate: at })).headers }
  const presigned = await signer.presign(request, { signingDate: at, expiresIn: presignedFor })
  const pairs = Object.entries(presigned.query ?? {}).flatMap(([name, values]) =>
    [values].flat().map((value) => [name, String(value)] as const),
  )
  const written = pairs.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&')
  return { target: `${path}?${written}`, headers: presigned.headers }
}

/** Hashes as the signer wants them. */
export class Sha256 {
  readonly #hash
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret as string)
  }
  update(data: string | Uint8Array) {
    this.#hash.update(data)
  }
  digest() {
    return Promise.resolve(new Uint8Array(this.#hash.digest()))
  }
  reset() {}
}
