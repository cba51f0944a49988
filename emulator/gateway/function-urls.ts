import type { Cors } from '@aws-sdk/client-lambda'
import type { Clock } from '../base/clock'
import { firstHeader } from '../base/headers'
import type { Ids } from '../base/ids'
import { type Invoke, InvokeRefused } from '../model/invocation'
import type { FunctionUrlRecord } from '../model/lambda'
import type { Records, Registry } from '../model/registry'
import { httpEvent } from './events/http-event'
import type { GatewayRequest, GatewayResponse } from './exchange'
import { readHttpResponse } from './responses/http-response'

interface Url {
  readonly account: string
  readonly record: FunctionUrlRecord
  readonly open: boolean
}

const FORBIDDEN =
  'Forbidden. For troubleshooting Function URL authorization issues, see: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html'

/** Function URLs: HTTP that goes straight to a function, in payload format 2.0. Uncertain: the bodies of refusals. */
export class FunctionUrls {
  #byId: Map<string, Url> | undefined

  constructor(
    private readonly registry: Registry,
    private readonly ports: { readonly clock: Clock; readonly ids: Ids; readonly invoke: Invoke },
  ) {
    registry.subscribe(({ table }) => {
      if (table === 'functionUrls' || table === 'functionPolicies') this.#byId = undefined
    })
  }

  /** Answers a request for the URL of this id. */
  async handle(urlId: string, request: GatewayRequest): Promise<GatewayResponse> {
    const { clock, ids, invoke } = this.ports
    const url = this.#urls().get(urlId)
    const requestId = ids.uuid()
    const refuse = (status: number, message: string): GatewayResponse => ({
      status,
      headers: ['Content-Type', 'application/json', 'x-amzn-RequestId', requestId],
      body: JSON.stringify({ Message: message }),
    })
    if (url === undefined) return refuse(403, 'Forbidden')
    const cors = corsHeaders(url.record.Cors, request)
    if (url.record.Cors !== undefined && request.method === 'OPTIONS')
      return { status: 200, headers: [...cors, 'x-amzn-RequestId', requestId], body: '' }
    // AWS_IAM is not emulated yet: closed, never open.
    if (!url.open) return refuse(403, FORBIDDEN)
    const receivedAt = clock.now()
    const traceId = `Root=1-${Math.floor(receivedAt / 1000)
      .toString(16)
      .padStart(8, '0')}-${ids.hex(24)}`
    const event = httpEvent(request, {
      account: 'anonymous',
      apiId: urlId,
      routeKey: '$default',
      stage: '$default',
      requestId,
      receivedAt,
      traceId,
    })
    try {
      const { payload, functionError } = await invoke(url.record.FunctionArn, event, { traceId, requestId })
      const response = functionError === undefined ? readHttpResponse(payload) : undefined
      if (response === undefined)
        return { status: 502, headers: ['Content-Type', 'application/json', 'x-amzn-RequestId', requestId], body: 'Internal Server Error' }
      response.headers.push(...cors, 'x-amzn-RequestId', requestId, 'X-Amzn-Trace-Id', traceId)
      return response
    } catch (error) {
      if (!(error instanceof InvokeRefused)) throw error
      return refuse(error.status === 429 ? 429 : 502, error.message)
    }
  }

  #urls(): Map<string, Url> {
    if (this.#byId !== undefined) return this.#byId
    const urls = new Map<string, Url>()
    for (const { account, records } of this.registry.scopes()) {
      for (const name of records.functionUrls.parents()) {
        for (const qualifier of records.functionUrls.ids(name)) {
          const record = records.functionUrls.get(qualifier, name) as FunctionUrlRecord
          const id = /^https?:\/\/([^.]+)\./.exec(record.FunctionUrl)?.[1]
          if (id !== undefined) urls.set(id, { account, record, open: isOpen(record, records, name, qualifier) })
        }
      }
    }
    this.#byId = urls
    return urls
  }
}

/** Everybody may call a URL of AuthType NONE whose function's policy says so. */
function isOpen({ AuthType }: FunctionUrlRecord, records: Records, name: string, qualifier: string): boolean {
  if (AuthType !== 'NONE') return false
  const statements = records.functionPolicies.get(qualifier, name)?.statements ?? []
  return statements.some(({ Effect, Action, Principal }) => {
    const anybody = Principal === '*' || (Principal as { AWS?: unknown } | undefined)?.AWS === '*'
    return Effect === 'Allow' && anybody && [Action].flat().includes('lambda:InvokeFunctionUrl')
  })
}

/** The CORS headers that Lambda itself adds for an origin that the URL allows. */
function corsHeaders(cors: Cors | undefined, request: GatewayRequest): string[] {
  const origin = firstHeader(request.headers, 'origin')
  if (cors === undefined || origin === undefined) return []
  const allowed = cors.AllowOrigins ?? []
  if (!allowed.includes('*') && !allowed.includes(origin)) return []
  const headers = ['Access-Control-Allow-Origin', allowed.includes('*') && !cors.AllowCredentials ? '*' : origin]
  if (cors.AllowCredentials === true) headers.push('Access-Control-Allow-Credentials', 'true')
  if (cors.ExposeHeaders?.length) headers.push('Access-Control-Expose-Headers', cors.ExposeHeaders.join(','))
  if (request.method === 'OPTIONS') {
    if (cors.AllowMethods?.length) headers.push('Access-Control-Allow-Methods', cors.AllowMethods.join(','))
    if (cors.AllowHeaders?.length) headers.push('Access-Control-Allow-Headers', cors.AllowHeaders.join(','))
    if (cors.MaxAge !== undefined) headers.push('Access-Control-Max-Age', String(cors.MaxAge))
  }
  return headers
}
