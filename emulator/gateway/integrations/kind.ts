import type { Step } from '../exchange'
import type { Ports, RestRoute } from '../phase'

/** An integration: how a backend is called. `describe` is for people. */
export interface IntegrationKind {
  readonly plan: (route: RestRoute, ports: Ports) => Step
  readonly describe: (route: RestRoute) => string
}
