import { toText } from '../../../base/bytes'
import { firstHeader, type HeaderFields } from '../../../base/headers'
import type { GatewayResponse } from '../../../gateway/exchange'
import type { UserPoolRecord } from '../../../model/cognito'
import type { Call } from '../../operations'

/** An HTTP request to the emulator, as far as the endpoints of user pools look at it. */
export interface PoolRequest {
  readonly method: string
  /** Path and query string. */
  readonly target: string
  readonly headers: HeaderFields
  readonly body: Uint8Array | undefined
  /** There where the connection is encrypted. */
  readonly tls?: unknown
}

/** A request to an endpoint of a pool, and the pool it is for. */
export interface Visit {
  readonly call: Call
  readonly poolRecord: UserPoolRecord
  readonly method: string
  /** Behind the base: `/oauth2/token`. */
  readonly path: string
  /** Without `?`, as written. */
  readonly queryString: string
  readonly query: URLSearchParams
  readonly form: URLSearchParams
  readonly headers: HeaderFields
  /** What stands before the paths of the pool's endpoints: nothing, or `/_aws/cognito-idp/{name}`. */
  readonly base: string
  /** Scheme and host as the client wrote them. */
  readonly origin: string
}

/** Puts a request together with the pool that it is for. */
export function visit(
  request: PoolRequest,
  call: Call,
  poolRecord: UserPoolRecord,
  place: { readonly path: string; readonly base: string },
): Visit {
  const { method, target, headers, body } = request
  const question = target.indexOf('?')
  const queryString = question < 0 ? '' : target.slice(question + 1)
  return {
    ...place,
    call,
    poolRecord,
    method,
    queryString,
    query: new URLSearchParams(queryString),
    form: new URLSearchParams(body === undefined ? '' : toText(body)),
    headers,
    origin: `${request.tls === undefined ? 'http' : 'https'}://${firstHeader(headers, 'host') ?? 'localhost'}`,
  }
}

/** Browsers may call from any page: AWS allows every origin. */
const ANY_ORIGIN: HeaderFields = ['Access-Control-Allow-Origin', '*']

export function json(status: number, value: unknown, headers: HeaderFields = []): GatewayResponse {
  return { status, headers: ['Content-Type', 'application/json;charset=UTF-8', ...ANY_ORIGIN, ...headers], body: JSON.stringify(value) }
}

/** An error of OAuth 2.0 (RFC 6749, section 5.2), as Cognito gives it: the code alone. */
export function oauthError(error: string, status = 400, headers: HeaderFields = []): GatewayResponse {
  return json(status, { error }, headers)
}

export function html(status: number, body: string, headers: HeaderFields = []): GatewayResponse {
  return { status, headers: ['Content-Type', 'text/html;charset=UTF-8', 'Cache-Control', 'no-store', ...headers], body }
}

export function redirect(location: string, headers: HeaderFields = []): GatewayResponse {
  return { status: 302, headers: ['Location', location, ...headers], body: '' }
}

/** A URL with parameters added, in the query or in the fragment. Undefined ones are left out. */
export function withParameters(url: string, parameters: Readonly<Record<string, string | number | undefined>>, inFragment = false): string {
  const text = new URLSearchParams()
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) text.append(name, String(value))
  if (inFragment) return `${url}#${text}`
  return `${url}${url.includes('?') ? '&' : '?'}${text}`
}

/** What a browser asks before a page of another origin may call. */
export function preflight(): GatewayResponse {
  const headers = [
    ...ANY_ORIGIN,
    'Access-Control-Allow-Methods',
    'GET, POST, OPTIONS',
    'Access-Control-Allow-Headers',
    'authorization, content-type',
  ]
  return { status: 200, headers, body: '' }
}
