import type { Clock } from '../base/clock'
import type { HeaderFields } from '../base/headers'
import type { Ids } from '../base/ids'
import { oneClass } from '../base/one-class'
import type { IntegrationRecord, MethodRecord, ResourceRecord, RestApiDefinition, StageRecord } from '../model/apigateway'
import type { Invoke } from '../model/invocation'
import type { Logs } from '../observe/logs'
import type { Metrics } from '../observe/metrics'
import type { Traces } from '../observe/traces'
import type { Store } from '../store/store'
import type { AccountLimits } from './account-limits'
import type { ApiKeys } from './api-keys'
import type { ClosingStep, IntegrationReply, Step } from './exchange'
import type { Principals } from './principals'
import type { Sampler } from './tracing/sampler'
import type { UserPools } from './user-pools'
import type { VpcLinks } from './vpc-links'
import type { WebAcls } from './waf/web-acls'

/** An HTTP request that leaves the gateway. */
export interface OutgoingRequest {
  readonly method: string
  readonly url: string
  readonly headers: HeaderFields
  readonly body: string | Uint8Array
  /** Milliseconds until the caller gives up; counted on the emulator's clock. */
  readonly timeout: number
  /** Certificates of the other side are not checked. */
  readonly insecure?: boolean
  /** The body is wanted in pieces, as it comes; the time-out covers it too. */
  readonly streamed?: boolean
}

/** What came back. */
export interface IncomingReply {
  readonly status: number
  readonly headers: HeaderFields
  readonly body: Uint8Array
  /** The body in pieces, when it was asked for so. */
  readonly stream?: AsyncIterable<Uint8Array>
}

/** Sends an HTTP request. Rejects with `SendTimeout`, or with the network's error. */
export type Send = (request: OutgoingRequest) => Promise<IncomingReply>

/** A call of an AWS service's API. */
export interface ServiceRequest extends OutgoingRequest {
  /** The signing name: `sqs`, `dynamodb`. */
  readonly service: string
  readonly region: string
  /** ARN of the role whose credentials sign the call. */
  readonly role: string | undefined
}

/** The AWS services that integrations call: those of this emulator, and those wherever `--services` points. */
export interface AwsServices {
  /** Whether anything answers for the service. */
  serves(service: string): boolean
  /** Calls it; undefined when nothing has the operation. Rejects as `Send` does. */
  call(request: ServiceRequest): Promise<IntegrationReply | undefined>
}

/** The backend did not answer within the integration's time. */
export class SendTimeout extends Error {
  override readonly name = 'SendTimeout'
}
oneClass(SendTimeout)

/** Everything outside that a phase may use. */
export interface Ports {
  readonly clock: Clock
  readonly ids: Ids
  readonly store: Store
  /** Whether limits refuse requests while the store cannot be asked; they let them pass otherwise. */
  readonly failClosed: boolean
  readonly logs: Logs
  readonly metrics: Metrics
  readonly traces: Traces
  readonly sampler: Sampler
  readonly invoke: Invoke
  readonly send: Send
  readonly services: AwsServices
  readonly keys: ApiKeys
  readonly accounts: AccountLimits
  readonly vpcLinks: VpcLinks
  readonly webAcls: WebAcls
  readonly userPools: UserPools
  readonly principals: Principals
  /** Whether signatures are verified; a well-formed one is trusted otherwise. */
  readonly verifySignatures: boolean
}

/** A method of a REST API in a stage, before it is compiled: what phases plan from. */
export interface RestRoute {
  readonly account: string
  readonly region: string
  readonly definition: RestApiDefinition
  readonly stage: StageRecord
  readonly resource: ResourceRecord
  readonly method: MethodRecord
  readonly integration: IntegrationRecord
  /** Stage variables, none as an empty object. */
  readonly variables: Readonly<Record<string, string>>
  /** Whether this is the stage's canary; undefined when it has none. */
  readonly isCanary: boolean | undefined
  /** Says that something of the route is not done as on AWS, or will fail at run time. */
  readonly report: (code: string, message: string, fix?: string) => void
}

/** A stage of a REST API, before it is compiled: what closing phases plan from. */
export type RestStage = Pick<RestRoute, 'account' | 'region' | 'definition' | 'stage' | 'variables' | 'isCanary' | 'report'>

/** What is done with every response, refusals too; planned once per stage. */
export interface ClosingPhase {
  readonly name: string
  readonly plan: (stage: RestStage, ports: Ports) => ClosingStep | undefined
}

/**
 * One thing that API Gateway does with a request. Asked once per route at deploy: answers what to do there, or nothing.
 * Answering `undefined` is the optimisation and the documentation at once (`portico routes --phases`).
 */
export interface Phase<Route> {
  readonly name: string
  readonly plan: (route: Route, ports: Ports) => Step | undefined
}
