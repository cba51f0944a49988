import { isHeaderValue } from '../base/headers'
import { Pieces } from '../base/pieces'
import { InvokeRefused } from '../model/invocation'
import type { FunctionUrlRecord } from '../model/lambda'
import type { Registry } from '../model/registry'
import { httpEvent } from './events/http-event'
import type { GatewayRequest, GatewayResponse } from './exchange'
import type { Access } from './function-url-access'
import { corsHeaders } from './function-url-cors'
import type { Ports } from './phase'
import { readHttpResponse } from './responses/http-response'

interface Url {
  readonly record: FunctionUrlRecord
  readonly access: (wire: GatewayRequest['wire']) => Access
}

/** The media type by which a stream says that it begins with the status and header fields (facts/11, section 1). */
const METADATA_TYPE = 'application/vnd.awslambda.http-integration-response'
const DELIMITER = Buffer.alloc(8)
/** Bytes in which the metadata and its delimiter have to come (facts/02, section 10). */
const LONGEST_METADATA = 16_384

/** Function URLs: HTTP that goes straight to a function, in payload format 2.0. Uncertain: the bodies of refusals. */
export class FunctionUrls {
  #byId: Map<string, Url> | undefined

  constructor(
    private readonly registry: Registry,
    private readonly ports: Pick<Ports, 'clock' | 'ids' | 'invoke' | 'principals' | 'verifySignatures'>,
  ) {
    registry.subscribe(({ table }) => {
      if (table === 'functionUrls' || table === 'functionPolicies') this.#byId = undefined
    })
  }

  /** Answers a request for the URL of this id. */
  async handle(urlId: string, request: GatewayRequest): Promise<GatewayResponse> {
    const { clock, ids } = this.ports
    const url = this.#urls().get(urlId)
    const requestId = ids.uuid()
    if (url === undefined) return refuse(requestId, 403, 'Forbidden')
    const cors = corsHeaders(url.record.Cors, request)
    if (url.record.Cors !== undefined && request.method === 'OPTIONS')
      return { status: 200, headers: [...cors, 'x-amzn-RequestId', requestId], body: '' }
    const access = url.access(request.wire)
    if ('refused' in access) return refuse(requestId, 403, access.refused)
    const receivedAt = clock.now()
    const epoch = Math.floor(receivedAt / 1000).toString(16)
    const traceId = `Root=1-${epoch.padStart(8, '0')}-${ids.hex(24)}`
    const account = access.iam?.accountId ?? 'anonymous'
    const facts = { account, apiId: urlId, routeKey: '$default', stage: '$default', requestId, receivedAt, traceId }
    const event = httpEvent(request, access.iam === undefined ? facts : { ...facts, iam: access.iam })
    try {
      const call = { arn: url.record.FunctionArn, event, traceId, requestId }
      const response = await (url.record.InvokeMode === 'RESPONSE_STREAM' ? this.#streamed(call) : this.#whole(call))
      if (response === undefined)
        return { status: 502, headers: ['Content-Type', 'application/json', 'x-amzn-RequestId', requestId], body: 'Internal Server Error' }
      response.headers.push(...cors, 'x-amzn-RequestId', requestId, 'X-Amzn-Trace-Id', traceId)
      return response
    } catch (error) {
      if (!(error instanceof InvokeRefused)) throw error
      return refuse(requestId, error.status === 429 ? 429 : 502, error.message)
    }
  }

  async #whole({ arn, event, traceId, requestId }: UrlCall): Promise<GatewayResponse | undefined> {
    const { payload, functionError } = await this.ports.invoke(arn, event, { traceId, requestId })
    return functionError === undefined ? readHttpResponse(payload) : undefined
  }

  /** The client gets the response as the function streams it; undefined when the function failed before its first piece. */
  #streamed({ arn, event, traceId, requestId }: UrlCall): Promise<GatewayResponse | undefined> {
    return new Promise((resolve, reject) => {
      const pieces = new Pieces()
      let head: Buffer | undefined
      let begun = false
      let malformed = false
      const onChunk = (chunk: Uint8Array, type?: string) => {
        if (malformed) return
        if (type === METADATA_TYPE && !begun) head = Buffer.alloc(0)
        if (head === undefined) {
          // Uncertain: the media type of a stream that was given none, or one that cannot be sent.
          const given = type !== undefined && isHeaderValue(type) ? type : 'application/octet-stream'
          if (!begun) resolve({ status: 200, headers: ['Content-Type', given], body: '', stream: pieces })
          begun = true
          pieces.push(chunk)
          return
        }
        begun = true
        head = Buffer.concat([head, chunk])
        const end = head.indexOf(DELIMITER)
        if (end < 0) {
          malformed = head.length > LONGEST_METADATA
          if (malformed) resolve(undefined)
          return
        }
        const rest = head.subarray(end + DELIMITER.length)
        const response = readHttpResponse(head.subarray(0, end).toString('utf8'))
        head = undefined
        resolve(response === undefined ? undefined : { ...response, body: '', stream: pieces })
        if (rest.length > 0) pieces.push(rest)
      }
      this.ports.invoke(arn, event, { traceId, requestId, onChunk }).then(({ functionError }) => {
        pieces.end(functionError === undefined ? undefined : new Error('The function failed.'))
        resolve(
          functionError === undefined && !begun
            ? { status: 200, headers: ['Content-Type', 'application/octet-stream'], body: '' }
            : undefined,
        )
      }, reject)
    })
  }

  #urls(): Map<string, Url> {
    if (this.#byId !== undefined) return this.#byId
    const { planAccess } = require('./function-url-access') as typeof import('./function-url-access')
    const urls = new Map<string, Url>()
    for (const { records } of this.registry.scopes()) {
      for (const name of records.functionUrls.parents()) {
        for (const qualifier of records.functionUrls.ids(name)) {
          const record = records.functionUrls.get(qualifier, name) as FunctionUrlRecord
          const id = /^https?:\/\/([^.]+)\./.exec(record.FunctionUrl)?.[1]
          if (id !== undefined)
            urls.set(id, { record, access: planAccess(record, records.functionPolicies.get(qualifier, name), this.ports) })
        }
      }
    }
    this.#byId = urls
    return urls
  }
}

interface UrlCall {
  readonly arn: string
  readonly event: string
  readonly traceId: string
  readonly requestId: string
}

function refuse(requestId: string, status: number, message: string): GatewayResponse {
  return {
    status,
    headers: ['Content-Type', 'application/json', 'x-amzn-RequestId', requestId],
    body: JSON.stringify({ Message: message }),
  }
}
