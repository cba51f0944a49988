import type { Awaitable } from '../../base/awaitable'
import type { Decision } from '../../language/policy/policy'
import type { GatewayError } from '../errors'
import type { Exchange } from '../exchange'
import type { Ports, RestRoute } from '../phase'

/** Finds out who calls: sets `exchange.caller`, and answers what the identity's own policy says of the method. Throws where nobody is known. */
export type Authorize = (exchange: Exchange, methodArn: string) => Awaitable<Decision>

/** A way to be authorized. */
export interface AuthorizerKind {
  readonly plan: (route: RestRoute, ports: Ports) => Authorize
  /** The refusal when identity and resource policy together do not permit. */
  readonly refuse: (exchange: Exchange, methodArn: string, explicitly: boolean) => GatewayError
}
