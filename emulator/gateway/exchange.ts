import type { Awaitable } from '../base/awaitable'
import type { HeaderFields } from '../base/headers'
import type { JMap } from '../language/vtl/values'
import type { InvokeResult } from '../model/invocation'
import type { WireRequest } from './authorizers/sigv4/signature'
import type { Caller } from './caller'
import type { GatewayError } from './errors'
import { parseQuery, type Query } from './mapping/query'
import type { ClientCertificate } from './mutual-tls'
import type { PlanMember } from './plan-member'
import type { Throttle } from './throttle'
import type { TraceContext } from './tracing/trace'
import { Trail, type TrailLevel } from './trail'

/** A request as it reaches a stage: the host is known, the stage is cut off the path, header fields that API Gateway drops on arrival are gone. */
export interface GatewayRequest {
  readonly method: string
  /** Behind the stage or the base path, raw, beginning with one `/`. */
  readonly path: string
  /** `$context.path`: as requested, with the stage or the base path. */
  readonly fullPath: string
  /** Raw, without `?`. */
  readonly queryString: string
  readonly headers: HeaderFields
  readonly body: Uint8Array | undefined
  readonly sourceIp: string
  /** As it came over the wire, for who verifies its signature; absent for a test invocation. */
  readonly wire?: WireRequest
  /** `$context.domainName`. */
  readonly domainName: string
  /** The custom domain's mapping path, when one was matched. */
  readonly basePath?: string
  /** The custom domain's routing rule, when one was matched. */
  readonly routingRuleId?: string
  /** The certificate that mutual TLS has trusted. */
  readonly clientCert?: ClientCertificate
  /** The VPC endpoint that a request to a private API came through, and its VPC, as far as they are known. */
  readonly vpceId?: string
  readonly vpcId?: string
  /** Where the request comes from, as it tells itself: a country's code. Web ACLs ask. */
  readonly country?: string
  /** The private custom domain that led here, as policies name it. */
  readonly domainArn?: string
  /** How the connection is encrypted, e.g. `TLSv1.3` and `TLS_AES_128_GCM_SHA256`; absent on plain HTTP. */
  readonly tls?: { readonly version: string; readonly cipherSuite: string }
}

/** What goes to the client. */
export interface GatewayResponse {
  status: number
  headers: HeaderFields
  body: string | Uint8Array
  /** The body in pieces, as the integration sends them; `body` is empty then. */
  stream?: AsyncIterable<Uint8Array>
}

/** What a phase prepared for the integration. */
export interface IntegrationRequest {
  readonly method: string
  readonly url: string
  readonly headers: HeaderFields
  readonly body: string | Uint8Array
}

/** What the integration answered. */
export interface IntegrationReply {
  readonly status: number
  readonly headers: HeaderFields
  readonly body: string | Uint8Array
  /** The body in pieces, where the integration streams; `body` holds what came before it, if anything. */
  readonly stream?: AsyncIterable<Uint8Array>
  /** Set by Lambda integrations. */
  readonly invocation?: InvokeResult
}

/** A route of a stage, compiled: what a request of it runs through. */
export interface CompiledRoute {
  readonly resourceId: string
  /** `$context.resourcePath`, e.g. `/orders/{id}`. */
  readonly resourcePath: string
  /** The method as configured: a verb, or `ANY`. */
  readonly httpMethod: string
  readonly operationName: string | undefined
  readonly steps: readonly Step[]
  /** The names of the phases behind `steps`, in order. */
  readonly phases: readonly string[]
  /** What each request takes from, whoever sends it: the limits of the method and the account. */
  readonly throttles: readonly Throttle[]
  /** For people: `AWS_PROXY CreateOrder`, `MOCK`. */
  readonly target: string
  /** Whether responses carry `X-Amzn-Trace-Id` once the integration has answered. */
  readonly traced: boolean
  /** How much the stage writes into the execution log of its requests; undefined when nothing. */
  readonly logging: TrailLevel | undefined
}

/** What of a stage every exchange can rely on. */
export interface StageFacts {
  readonly account: string
  readonly region: string
  readonly apiId: string
  readonly stageName: string
  readonly deploymentId: string
  /** Whether this is the stage's canary; undefined when it has none. */
  readonly isCanary: boolean | undefined
  /** `EDGE`, `REGIONAL` or `PRIVATE`. */
  readonly endpointType: string
  /** Whether the stage traces its requests itself. */
  readonly tracing: boolean
  /** Undefined when there are none. */
  readonly variables: Readonly<Record<string, string>> | undefined
}

/** What templates put into `$context.requestOverride` and `$context.responseOverride`, as texts. */
export interface Overrides {
  /** Name to value below `header`, `path` or `querystring`. */
  at(kind: 'requestOverride' | 'responseOverride', place: string): readonly (readonly [string, string])[]
  /** As it is written; undefined where no template says one. */
  status(): string | undefined
}

/** What a step answers to end the request: the remaining steps are left out, the closing ones run. */
export const DONE: unique symbol = Symbol.for('portico.done')
export type Step = (exchange: Exchange) => Awaitable<undefined | typeof DONE>
export type ClosingStep = (exchange: Exchange, response: GatewayResponse) => void

/** One request on its way through and back. Optional fields name the phase that sets them. */
export class Exchange {
  /** The web ACL that inspects the request, and what it has come to. Set by `waf`; absent where the stage has none. */
  waf: { readonly webAclArn: string; responseCode: 'WAF_ALLOW' | 'WAF_BLOCK' | undefined } | undefined = undefined
  /** Set by `authorize`; absent where a method is open. */
  caller: Caller | undefined = undefined
  /** The API key that let the request in. Set by `api-key`. */
  key: PlanMember | undefined = undefined
  /** Set by `map-request`; absent for AWS_PROXY. */
  outbound: IntegrationRequest | undefined = undefined
  /** `$context` of mapping templates, overrides and all: set by the first template that looks at it. */
  templateContext: JMap | undefined = undefined
  /** What of `$context` is to be sent in place of what is mapped. Set with `templateContext`. */
  overrides: Overrides | undefined = undefined
  /** Set by `integrate`. */
  reply: IntegrationReply | undefined = undefined
  /** Milliseconds that the backend took. Set by `integrate`; absent for MOCK. */
  integrationLatency: number | undefined = undefined
  /** What a stage with a cache found there. Set by `read-cache`. */
  cache: 'hit' | 'miss' | undefined = undefined
  /** Under which key the answer is to be kept, and whether the client is told that its Cache-Control was ignored. Set by `read-cache`. */
  toKeep: { readonly key: string; readonly warned: boolean } | undefined = undefined
  /** When the response was there, in epoch milliseconds. Set before the closing steps. */
  endedAt = 0
  /** Set once, by the phase that ends the request. */
  response: GatewayResponse | undefined = undefined
  /** Set by `run` when a step refuses. */
  error: GatewayError | undefined = undefined
  /** Lines of the execution log, written by the steps as they act; absent where nobody reads them. */
  readonly trail: Trail | undefined
  #query: Query | undefined
  #trace: TraceContext | undefined

  constructor(
    readonly id: string,
    readonly extendedId: string,
    readonly receivedAt: number,
    readonly request: GatewayRequest,
    readonly stage: StageFacts,
    readonly route: CompiledRoute,
    /** By name, raw (not decoded); undefined when the route has none. */
    readonly pathParameters: Readonly<Record<string, string>> | undefined,
    /** The client's `X-Amzn-Trace-Id`; undefined when it sends none that names a root. */
    readonly givenTrace: string | undefined,
    private readonly newTrace: () => TraceContext,
  ) {
    this.trail = route.logging === undefined ? undefined : new Trail(route.logging)
    this.trail?.push(`Extended Request Id: ${extendedId}`)
  }

  /** The query string, parsed when first asked for. */
  get query(): Query {
    this.#query ??= parseQuery(this.request.queryString)
    return this.#query
  }

  /** `X-Amzn-Trace-Id` as it goes on: the client's, or a new root. */
  get traceId(): string {
    return this.trace.header
  }

  /** The trace that the request is told to belong to; undefined where the stage does not trace and nobody before has sampled it. */
  get xrayTraceId(): string | undefined {
    return this.stage.tracing || (this.givenTrace !== undefined && this.trace.rule !== undefined) ? this.trace.root : undefined
  }

  /** The request's place in a trace, found out when it is first asked for. */
  get trace(): TraceContext {
    this.#trace ??= this.newTrace()
    return this.#trace
  }
}
