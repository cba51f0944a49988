import type { Exchange, IntegrationReply, IntegrationRequest, Step } from '../exchange'
import type { Ports, RestRoute } from '../phase'

/** An integration: how a backend is called. */
export interface IntegrationKind {
  /** Makes the integration request of a body that was mapped; an integration without one (AWS_PROXY) takes the request as it is. */
  readonly outbound?: (route: RestRoute, ports: Ports) => (exchange: Exchange, body: string | Uint8Array) => IntegrationRequest
  /** Calls the backend: sets `exchange.reply`. */
  readonly plan: (route: RestRoute, ports: Ports) => Step
  /** What selection patterns are matched against. */
  readonly selection: (reply: IntegrationReply) => string
  /** For people. */
  readonly describe: (route: RestRoute) => string
}

/** Selection by the status that the backend answered. */
export const byStatus = ({ status }: IntegrationReply): string => String(status)
