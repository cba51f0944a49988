import { type Awaitable, isPromise } from '../base/awaitable'
import type { Clock } from '../base/clock'
import type { Ids } from '../base/ids'
import type { ApiEndpoints } from '../gateway/api-endpoints'
import type { CompiledStage } from '../gateway/compile'
import type { Domains } from '../gateway/domains'
import type { GatewayResponse } from '../gateway/exchange'
import type { FunctionUrls } from '../gateway/function-urls'
import { type Outcome, runRequest } from '../gateway/run'
import type { Stages } from '../gateway/stages'
import type { ControlPlane } from '../protocols/control-plane'
import { mayEnter, trustsClient } from './access'
import { throughEdge } from './edge'
import { type Forward, isAwsCall, passOn } from './forward'
import { arriving, gatewayRequest } from './gateway-request'
import type { IncomingRequest, Served } from './incoming'
import { type Inspection, serveInspection } from './inspection'
import { MAX_BODY, tooLarge } from './limits'
import { type ApiTarget, resolveTarget, type Target } from './targets'
import { unserved } from './unserved'

/** What stands before the stages: finds out whom a request is for, and answers it. Knows no sockets. */
export class Front {
  #edge: string | undefined
  readonly #watchers = new Set<(served: Served) => void>()

  constructor(
    private readonly parts: {
      stages: Stages
      domains: Domains
      endpoints: ApiEndpoints
      functionUrls: FunctionUrls
      clock: Clock
      ids: Ids
      region: string
      controlPlane: ControlPlane
      /** Key sets, sign-in pages and tokens of user pools; undefined for a request that is for something else. */
      userPools: (request: IncomingRequest) => Awaitable<GatewayResponse> | undefined
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
    const { clock, functionUrls, inspection } = this.parts
    const target = this.#targetOf(request)
    switch (target.kind) {
      case 'inspection':
        return serveInspection(inspection, request, target.path)
      case 'unserved':
        return this.#awsCall(request)
      case 'forbidden':
        return this.#forbidden()
      case 'health':
        return trustsClient(target.domain, request.tls, clock.now()) ? healthy() : this.#forbidden()
      case 'function-url': {
        const { urlId, ...where } = target
        const { method, headers, body, sourceIp } = request
        const refused = tooLarge(request, where, 'REGIONAL')
        const fields = arriving(headers)
        return (
          refused ?? functionUrls.handle(urlId, { method, headers: fields, body, sourceIp, fullPath: where.path, wire: request, ...where })
        )
      }
      case 'api':
        return this.#toStage(request, target)
    }
  }

  #toStage(request: IncomingRequest, target: ApiTarget): Awaitable<GatewayResponse> {
    const { stages, endpoints, clock } = this.parts
    const stage = stages.serving(target.apiId, target.stage)
    const endpoint = endpoints.get(target.apiId)
    if (stage === undefined || !mayEnter(request, target, stage, endpoint, clock.now())) return this.#forbidden()
    const { fullPath, queryString, domain } = target
    const reached = domain?.endpointType ?? endpoint.type
    const refused = tooLarge(request, { path: fullPath, queryString }, reached)
    if (refused !== undefined) return refused
    const edgeId = reached === 'EDGE' ? this.#edgeId() : undefined
    const outcome = runRequest(stage, gatewayRequest(request, target, endpoint.type === 'PRIVATE', edgeId))
    const served = (done: Outcome) => this.#served(stage, done, edgeId)
    return isPromise(outcome) ? outcome.then(served) : served(outcome)
  }

  /** CloudFront's id of a request: most of it is the same for all, since nobody has to guess the rest. */
  #edgeId(): string {
    this.#edge ??= this.parts.ids.mixed(44)
    return `${this.#edge}${this.parts.ids.mixed(10)}==`
  }

  #targetOf({ target, headers, tls }: Pick<IncomingRequest, 'target' | 'headers' | 'tls'>): Target {
    const { domains, region } = this.parts
    return resolveTarget({ target, headers, serverName: tls?.serverName }, domains, region)
  }

  /** An AWS call, or a user pool's own endpoint: served here, or sent on (`--services`), or told that it is not. */
  #awsCall(request: IncomingRequest): Awaitable<GatewayResponse> {
    const { controlPlane, userPools, forward, ids } = this.parts
    const answer = controlPlane.handle(request) ?? userPools(request)
    if (answer !== undefined) return answer
    return forward !== undefined && isAwsCall(request) ? passOn(forward, request) : unserved(request, ids)
  }

  /** A call that the gateway makes itself, of a service or an API that is served here; undefined when it is not. */
  async callOwn(request: IncomingRequest): Promise<GatewayResponse | undefined> {
    const { kind } = this.#targetOf(request)
    const answer = await (kind === 'api' || kind === 'function-url' ? this.handle(request) : this.parts.controlPlane.handle(request))
    return answer?.status === 501 ? undefined : answer
  }

  /** Bytes of the largest body that a request may have, by whom it is for: told before the body is read. */
  largestBody(request: Omit<IncomingRequest, 'body' | 'sourceIp'>): number {
    return this.#targetOf(request).kind === 'unserved' ? (this.parts.controlPlane.largestBody(request) ?? MAX_BODY) : MAX_BODY
  }

  /** An unknown API, stage, domain or mapping, or a way that is closed (facts/01, steps 1 to 5). */
  #forbidden(): GatewayResponse {
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

  #served(stage: CompiledStage, outcome: Outcome, edgeId: string | undefined): GatewayResponse {
    if (edgeId !== undefined) throughEdge(outcome.response, edgeId)
    for (const watcher of this.#watchers) watcher({ stage, outcome })
    return outcome.response
  }
}

/** Uncertain: the body, which was seen of an HTTP API's `/ping`. */
function healthy(): GatewayResponse {
  return { status: 200, headers: ['Content-Type', 'text/plain'], body: 'Healthy Connection' }
}
