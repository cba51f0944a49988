import { canonical, signatureBy } from '../../gateway/authorizers/sigv4/canonical'
import type { Signature, WireRequest } from '../../gateway/authorizers/sigv4/signature'

/** A request as it is to be signed, and by whom. */
export interface Signing {
  readonly method: string
  /** With the stage. */
  readonly target: string
  readonly host: string
  readonly accessKeyId: string
  readonly secret: string
  /** Epoch milliseconds. */
  readonly at: number
  readonly region: string
  readonly service?: string
}

/** The headers of a signature of version 4. */
export function signed({ method, target, host, accessKeyId, secret, at, region, service = 'execute-api' }: Signing): string[] {
  const time = new Date(at).toISOString().replace(/[-:]|\.\d+/g, '')
  const wire: WireRequest = { method, target, headers: ['host', host, 'x-amz-date', time], body: undefined }
  const unsigned: Signature = {
    algorithm: 'AWS4-HMAC-SHA256',
    accessKeyId,
    date: time.slice(0, 8),
    region,
    service,
    signedHeaders: ['host', 'x-amz-date'],
    signature: '',
    time,
    expires: undefined,
    sessionToken: undefined,
  }
  const signature = signatureBy(secret, unsigned, canonical(wire, unsigned)).toString('hex')
  const credential = `${accessKeyId}/${unsigned.date}/${region}/${service}/aws4_request`
  return [
    'X-Amz-Date',
    time,
    'Authorization',
    `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host;x-amz-date, Signature=${signature}`,
  ]
}
