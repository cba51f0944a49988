import { X509Certificate } from 'node:crypto'
import { Readable } from 'node:stream'
import { firstHeader, type HeaderFields } from '../base/headers'
import type { CompiledStage } from '../gateway/compile'
import type { GatewayResponse } from '../gateway/exchange'
import type { Front } from '../server/front'
import type { IncomingRequest, TlsConnection } from '../server/incoming'
import { withFacts } from './outcomes'

/** What a test may say of a request: as for `fetch`, and what TLS would bring. */
export interface FetchInit extends RequestInit {
  /** PEM of the certificate that the client presents to a custom domain with mutual TLS. No key is needed: nothing is encrypted. */
  readonly clientCertificate?: string
}

/** Sends a request to a stage through the front, without a socket. The path goes as it is written: nothing is normalised on the way. */
export async function fetchStage(front: Front, stage: () => CompiledStage, path: string, init: FetchInit = {}): Promise<Response> {
  const { host, target } = locate(stage, path)
  const request = new Request('http://localhost/', { method: 'POST', ...init, ...(isBodyless(init.method) ? { method: 'POST' } : {}) })
  const bytes = init.body === undefined || init.body === null ? undefined : new Uint8Array(await request.arrayBuffer())
  const headers = headersOf(init, request)
  if (firstHeader(headers, 'host') === undefined) headers.unshift('Host', host)
  if (firstHeader(headers, 'accept') === undefined) headers.push('Accept', '*/*')
  if (firstHeader(headers, 'user-agent') === undefined) headers.push('User-Agent', 'portico')
  const method = (init.method ?? 'GET').toUpperCase()
  const asked: IncomingRequest = { method, target, headers, body: bytes, sourceIp: '127.0.0.1', ...tlsOf(init, host) }
  return withFacts(asked, async () => responseTo(method, await front.handle(asked)))
}

function responseTo(method: string, { status, headers: fields, body, stream }: GatewayResponse): Response {
  const answered = new Headers()
  for (let i = 0; i < fields.length; i += 2) answered.append(fields[i] as string, fields[i + 1] as string)
  const bodyless = status === 204 || status === 205 || status === 304 || method === 'HEAD'
  const content = stream === undefined ? (body as string) : (Readable.toWeb(Readable.from(stream)) as ReadableStream)
  return new Response(bodyless ? null : content, { status, headers: answered })
}

/** The handshake that a client with a certificate would have had. */
function tlsOf({ clientCertificate }: FetchInit, host: string): { tls?: TlsConnection } {
  if (clientCertificate === undefined) return {}
  return {
    tls: {
      serverName: host.replace(/:\d+$/, '').toLowerCase(),
      version: 'TLSv1.3',
      cipherSuite: 'TLS_AES_128_GCM_SHA256',
      clientCertificate: new X509Certificate(clientCertificate),
    },
  }
}

function isBodyless(method: string | undefined): boolean {
  return method === undefined || /^(get|head)$/i.test(method)
}

/** Host and target: of a full URL, or of a path in the stage. */
function locate(stage: () => CompiledStage, path: string): { host: string; target: string } {
  const url = /^https?:\/\/([^/]+)(.*)$/s.exec(path)
  if (url !== null) return { host: url[1] as string, target: url[2] === '' ? '/' : (url[2] as string) }
  const { apiId, region, stageName } = stage()
  return { host: `${apiId}.execute-api.${region}.amazonaws.com`, target: `/${stageName}${path.startsWith('/') ? path : `/${path}`}` }
}

/** The headers in the case in which they were written, where they were written as an object; API Gateway looks at it. */
function headersOf(init: RequestInit, request: Request): HeaderFields {
  const written = init.headers
  const fields: HeaderFields = []
  if (Array.isArray(written)) for (const [name, value] of written) fields.push(name as string, value as string)
  else if (written !== undefined && !(written instanceof Headers))
    for (const [name, value] of Object.entries(written)) fields.push(name, String(value))
  for (const [name, value] of request.headers) if (firstHeader(fields, name) === undefined) fields.push(name, value)
  return fields
}
