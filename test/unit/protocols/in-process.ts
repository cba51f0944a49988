import { Readable } from 'node:stream'
import type { HeaderFields } from '../../../emulator/base/headers'
import type { GatewayResponse } from '../../../emulator/gateway/exchange'
import type { ControlPlane } from '../../../emulator/protocols/control-plane'
import type { ControlPlaneRequest } from '../../../emulator/protocols/request'

/** What a client of the SDK hands to its request handler. */
interface SdkRequest {
  readonly method: string
  readonly protocol: string
  readonly hostname: string
  readonly port?: number
  readonly path: string
  readonly query: Readonly<Record<string, string | string[] | null>>
  readonly headers: Readonly<Record<string, string>>
  readonly body?: unknown
}

/** A request handler for a client of the SDK that hands requests to a control plane, without a port. `seen` gets each of them. */
export function inProcess(plane: ControlPlane, seen: (request: ControlPlaneRequest, response: GatewayResponse) => void = () => {}) {
  return {
    metadata: { handlerProtocol: 'http/1.1' },
    destroy: () => {},
    updateHttpClientConfig: () => {},
    httpHandlerConfigs: () => ({}),
    async handle(request: SdkRequest) {
      const incoming = await toIncoming(request)
      const response = await plane.handle(incoming)
      if (response === undefined) throw new Error(`No service for ${incoming.method} ${incoming.target}`)
      seen(incoming, response)
      const body = Buffer.from(response.body)
      const headers = headerObject(response.headers)
      if (response.stream === undefined) headers['content-length'] ??= String(body.length)
      return {
        response: { statusCode: response.status, headers, body: Readable.from(response.stream ?? (body.length === 0 ? [] : [body])) },
      }
    },
  }
}

/** The request as a socket would bring it. */
async function toIncoming(request: SdkRequest): Promise<ControlPlaneRequest> {
  const pairs = Object.entries(request.query).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((item) => (item === null ? encode(name) : `${encode(name)}=${encode(item)}`)),
  )
  const headers: HeaderFields = ['host', `${request.hostname}${request.port === undefined ? '' : `:${request.port}`}`]
  for (const [name, value] of Object.entries(request.headers)) if (name !== 'host') headers.push(name, value)
  return {
    method: request.method,
    target: pairs.length === 0 ? request.path : `${request.path}?${pairs.join('&')}`,
    headers,
    body: await toBytes(request.body),
  }
}

async function toBytes(body: unknown): Promise<Uint8Array | undefined> {
  if (body === undefined || body === null) return undefined
  if (typeof body === 'string') return Buffer.from(body)
  if (body instanceof Uint8Array) return Uint8Array.from(body)
  const chunks: Uint8Array[] = []
  for await (const chunk of body as AsyncIterable<Uint8Array | string>) chunks.push(Buffer.from(chunk as Uint8Array))
  return Buffer.concat(chunks)
}

function headerObject(fields: HeaderFields): Record<string, string> {
  const headers: Record<string, string> = {}
  for (let i = 0; i < fields.length; i += 2) headers[(fields[i] as string).toLowerCase()] = fields[i + 1] as string
  return headers
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
}
