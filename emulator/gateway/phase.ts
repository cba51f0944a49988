import type { Clock } from '../base/clock'
import type { HeaderFields } from '../base/headers'
import type { Ids } from '../base/ids'
import type { IntegrationRecord, MethodRecord, ResourceRecord, RestApiDefinition, StageRecord } from '../model/apigateway'
import type { Invoke } from '../model/invocation'
import type { Store } from '../store/store'
import type { ApiKeys } from './api-keys'
import type { Step } from './exchange'

/** An HTTP request that leaves the gateway. */
export interface OutgoingRequest {
  readonly method: string
  readonly url: string
  readonly headers: HeaderFields
  readonly body: string | Uint8Array
  /** Milliseconds until the caller gives up; counted on the emulator's clock. */
  readonly timeout: number
}

/** Sends an HTTP request. Rejects with `SendTimeout`, or with the network's error. */
export type Send = (request: OutgoingRequest) => Promise<{ status: number; headers: HeaderFields; body: Uint8Array }>

/** The backend did not answer within the integration's time. */
export class SendTimeout extends Error {
  override readonly name = 'SendTimeout'
}

/** Everything outside that a phase may use. */
export interface Ports {
  readonly clock: Clock
  readonly ids: Ids
  readonly store: Store
  readonly invoke: Invoke
  readonly send: Send
  readonly keys: ApiKeys
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
  /** Says that something of the route is not done as on AWS, or will fail at run time. */
  readonly report: (code: string, message: string, fix?: string) => void
}

/**
 * One thing that API Gateway does with a request. Asked once per route at deploy: answers what to do there, or nothing.
 * Answering `undefined` is the optimisation and the documentation at once (`portico routes --phases`).
 */
export interface Phase<Route> {
  readonly name: string
  readonly plan: (route: Route, ports: Ports) => Step | undefined
}
