import { type Awaitable, isPromise } from '../base/awaitable'
import { byteLength } from '../base/bytes'
import { firstHeader, type HeaderFields } from '../base/headers'
import type { Ids } from '../base/ids'
import type { CompiledStage } from '../gateway/compile'
import type { Domains } from '../gateway/domains'
import type { GatewayRequest, GatewayResponse } from '../gateway/exchange'
import type { FunctionUrls } from '../gateway/function-urls'
import { type Outcome, runRequest } from '../gateway/run'
import type { Stages } from '../gateway/stages'
import type { ControlPlane } from '../protocols/control-plane'
import { type Forward, isAwsCall, passOn } from './forward'
import type { IncomingRequest, Served } from './incoming'
import { type Inspection, serveInspection } from './inspection'
import { resolveTarget } from './targets'
import { unserved } from './unserved'

/** AWS's limits on a request (facts/10; facts/01, step 6). */
export const MAX_BODY = 10_485_760
export const MAX_HEADERS = 10_240
export const MAX_URL = 10_240

/** Header fields that API Gateway drops on arrival: nobody behind it sees them (facts/01, section 6). */
const DROPPED = new Set([
  'connection',
  'content-length',
  'content-md5',
  'expect',
  'max-forwards',
  'proxy-authenticate',
  'server',
  'te',
  'transfer-encoding',
  'trailer',
  'upgrade',
  'www-authenticate',
])

/** What stands before the stages: finds out whom a request is for, and answers it. Knows no sockets. */
export class Front {
  readonly #watchers = new Set<(served: Served) => void>()

  constructor(
    private readonly parts: {
      stages: Stages
      domains: Domains
      functionUrls: FunctionUrls
      ids: Ids
      region: string
      controlPlane: ControlPlane
      forward: Forward | undefined
      inspection: Inspection
    },
  ) {}

  /** Calls back after each request that a stage answered. The answer ends it. */
  watch(watcher: (served: Served) => void): () => void {
    this.#watchers.add(watcher)
    return () => this.#watchers.delete(watcher)
  }

  handle(request: IncomingRequest): Awaitable<GatewayResponse> {
    const { stages, domains, functionUrls, region, inspection } = this.parts
    const target = resolveTarget(request, domains, region)
    switch (target.kind) {
      case 'inspection':
        return serveInspection(inspection, request, target.path)
      case 'unserved':
        return this.#awsCall(request)
      case 'forbidden':
        return this.forbidden()
    }
    const tooLarge = this.checkSize(request)
    if (tooLarge !== undefined) return tooLarge
    if (target.kind === 'function-url') {
      const { urlId, ...where } = target
      const { method, headers, body, sourceIp } = request
      return functionUrls.handle(urlId, { method, headers: arriving(headers), body, sourceIp, fullPath: where.path, ...where })
    }
    const stage = stages.serving(target.apiId, target.stage)
    if (stage === undefined || (stage.disableExecuteApiEndpoint && target.basePath === undefined)) return this.forbidden()
    const method = firstHeader(request.headers, 'x-http-method-override')?.toUpperCase() ?? request.method
    const { headers, body, sourceIp } = request
    const { path, fullPath, queryString, domainName, basePath } = target
    const base = { method, path, fullPath, queryString, headers: arriving(headers), body, sourceIp, domainName }
    const gatewayRequest: GatewayRequest = basePath === undefined ? base : { ...base, basePath }
    const outcome = runRequest(stage, gatewayRequest)
    return isPromise(outcome) ? outcome.then((done) => this.#served(stage, done)) : this.#served(stage, outcome)
  }

  /** The refusals of AWS's front fleet, which no gateway response configures (facts/01, step 6). Uncertain: 414 and 431 bodies. */
  checkSize({
    target,
    headers,
    body,
  }: {
    target: string
    headers: HeaderFields
    body: Uint8Array | undefined
  }): GatewayResponse | undefined {
    if (target.length > MAX_URL) return plain(414, 'Request URI too long')
    let size = 0
    for (const field of headers) size += field.length
    if (size > MAX_HEADERS) return plain(431, 'Request Header Fields Too Large')
    if (body !== undefined && byteLength(body) > MAX_BODY) return this.bodyTooLarge()
    return undefined
  }

  /** An AWS call: served here, or sent on (`--services`), or told that it is not. */
  #awsCall(request: IncomingRequest): Awaitable<GatewayResponse> {
    const { controlPlane, forward, ids } = this.parts
    const answer = controlPlane.handle(request)
    if (answer !== undefined) return answer
    return forward !== undefined && isAwsCall(request) ? passOn(forward, request) : unserved(request, ids)
  }

  /** A call that the gateway makes itself, of a service or an API that is served here; undefined when it is not. */
  async callOwn(request: IncomingRequest): Promise<GatewayResponse | undefined> {
    const { domains, region, controlPlane } = this.parts
    const { kind } = resolveTarget(request, domains, region)
    const answer = await (kind === 'api' || kind === 'function-url' ? this.handle(request) : controlPlane.handle(request))
    return answer?.status === 501 ? undefined : answer
  }

  /** Bytes of the largest body that a request may have, by whom it is for: told before the body is read. */
  largestBody(request: Omit<IncomingRequest, 'body' | 'sourceIp'>): number {
    const { domains, region, controlPlane } = this.parts
    return resolveTarget(request, domains, region).kind === 'unserved' ? (controlPlane.largestBody(request) ?? MAX_BODY) : MAX_BODY
  }

  bodyTooLarge(): GatewayResponse {
    return plain(413, `HTTP content length exceeded ${MAX_BODY} bytes.`)
  }

  /** An unknown API, stage, domain or mapping (facts/01, steps 1, 3, 4, 5). */
  forbidden(): GatewayResponse {
    const { ids } = this.parts
    const headers = [
      'x-amzn-ErrorType',
      'ForbiddenException',
      'Content-Type',
      'application/json',
      'x-amzn-RequestId',
      ids.uuid(),
      'x-amz-apigw-id',
      ids.extendedRequestId(),
    ]
    return { status: 403, headers, body: '{"message":"Forbidden"}' }
  }

  #served(stage: CompiledStage, outcome: Outcome): GatewayResponse {
    for (const watcher of this.#watchers) watcher({ stage, outcome })
    return outcome.response
  }
}

function plain(status: number, body: string): GatewayResponse {
  return { status, headers: ['Content-Type', 'text/plain'], body }
}

function arriving(headers: HeaderFields): HeaderFields {
  const fields: HeaderFields = []
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i] as string
    if (!DROPPED.has(name.toLowerCase())) fields.push(name, headers[i + 1] as string)
  }
  return fields
}
