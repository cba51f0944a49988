import { createHash, createHmac } from 'node:crypto'
import { userError } from '../base/diagnostics'
import { firstHeader, type HeaderFields } from '../base/headers'
import type { GatewayResponse } from '../gateway/exchange'
import type { IncomingReply, Send } from '../gateway/phase'
import type { ControlPlaneRequest } from '../protocols/request'
import { credentialScope } from '../protocols/scope'

/**
 * Sends an AWS call that nothing here serves to whoever does (`--services`), within so many milliseconds.
 * Rejects with `SendTimeout`, or with the network's error.
 */
export type Forward = (request: ControlPlaneRequest, timeout?: number) => Promise<IncomingReply>

/** Milliseconds that a service elsewhere may take. */
const PATIENCE = 60_000

/** Header fields of the caller that belong to its own connection or signature. */
const OWN = new Set([
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  'authorization',
  'x-amz-date',
  'x-amz-security-token',
  'x-amz-content-sha256',
  'expect',
])

/**
 * A `Forward` to an endpoint that speaks for several services (DynamoDB Local, another emulator). Calls are signed anew for it,
 * with the credentials of the environment, or with fake ones.
 */
export function createForward(endpoint: string, send: Send, environment: NodeJS.ProcessEnv = process.env): Forward {
  const { SignatureV4 } = require('@smithy/signature-v4') as typeof import('@smithy/signature-v4')
  const base = readEndpoint(endpoint)
  const credentials = {
    accessKeyId: environment['AWS_ACCESS_KEY_ID'] ?? 'portico',
    secretAccessKey: environment['AWS_SECRET_ACCESS_KEY'] ?? 'portico',
    ...(environment['AWS_SESSION_TOKEN'] ? { sessionToken: environment['AWS_SESSION_TOKEN'] } : {}),
  }
  return async (request, timeout = PATIENCE) => {
    const { service = 'execute-api', region = 'us-east-1' } = credentialScope(request) ?? {}
    const [path = '/', query = ''] = request.target.split(/\?(.*)/s, 2)
    const headers: Record<string, string> = { host: base.host }
    for (let i = 0; i < request.headers.length; i += 2) {
      const name = (request.headers[i] as string).toLowerCase()
      if (!OWN.has(name)) headers[name] = request.headers[i + 1] as string
    }
    const signer = new SignatureV4({ service, region, credentials, sha256: NodeSha256, uriEscapePath: service !== 's3' })
    const signed = await signer.sign({
      method: request.method,
      protocol: base.protocol,
      hostname: base.hostname,
      path,
      query: parseQuery(query),
      headers,
      body: request.body,
    })
    const fields: HeaderFields = Object.entries(signed.headers as Record<string, string>).flat()
    const reply = await send({
      method: request.method,
      url: `${base.origin}${request.target}`,
      headers: fields,
      body: request.body ?? '',
      timeout,
    })
    return { ...reply, headers: answered(reply.headers) }
  }
}

/** Sends a client's call on; a service that does not answer is a 502 that says so. */
export async function passOn(forward: Forward, request: ControlPlaneRequest): Promise<GatewayResponse> {
  try {
    return await forward(request)
  } catch (error) {
    const { service = 'the call' } = credentialScope(request) ?? {}
    const message = `The endpoint of --services did not answer ${service}: ${error instanceof Error ? error.message : error}`
    return {
      status: 502,
      headers: ['Content-Type', 'application/json', 'x-amzn-ErrorType', 'BadGateway'],
      body: JSON.stringify({ __type: 'BadGateway', message }),
    }
  }
}

/** Whether a request is an AWS call at all: its signature names a service. */
export function isAwsCall(request: ControlPlaneRequest): boolean {
  return credentialScope(request) !== undefined || firstHeader(request.headers, 'x-amz-target') !== undefined
}

function readEndpoint(endpoint: string): URL {
  try {
    const url = new URL(endpoint)
    if (url.protocol === 'http:' || url.protocol === 'https:') return url
  } catch {}
  throw userError('bad-option', `--services is ${endpoint}: expected a URL.`, { fix: 'E.g. --services http://127.0.0.1:8000.' })
}

function parseQuery(query: string): Record<string, string | string[]> {
  const parsed: Record<string, string[]> = {}
  for (const [name, value] of new URLSearchParams(query)) parsed[name] = [...(parsed[name] ?? []), value]
  return parsed
}

/** What the other side says of its own connection is not ours. */
function answered(headers: HeaderFields): HeaderFields {
  const fields: HeaderFields = []
  for (let i = 0; i < headers.length; i += 2) {
    if (!/^(connection|keep-alive|transfer-encoding|content-length|date|server)$/i.test(headers[i] as string))
      fields.push(headers[i] as string, headers[i + 1] as string)
  }
  return fields
}

/** SHA-256 in the form that the signer asks for. */
class NodeSha256 {
  readonly #hash

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', typeof secret === 'string' ? secret : bytesOf(secret))
  }

  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(typeof data === 'string' ? data : bytesOf(data))
  }

  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.#hash.digest())
  }

  reset(): void {}
}

function bytesOf(data: ArrayBuffer | ArrayBufferView): Uint8Array {
  return data instanceof ArrayBuffer ? new Uint8Array(data) : new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
}
