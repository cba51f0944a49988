import { integrationOf } from '../integrations/index'
import type { Phase, RestRoute } from '../phase'

/** Calls the backend: one kind of integration each (facts/02). */
export const integrate: Phase<RestRoute> = {
  name: 'integrate',
  plan: (route, ports) => integrationOf(route).plan(route, ports),
}
