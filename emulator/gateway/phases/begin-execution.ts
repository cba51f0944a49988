import { writesLog } from '../method-settings'
import type { Phase, RestRoute } from '../phase'
import { noteRequest } from '../trail'

/** The first lines of the execution log, where the stage writes one (facts/06, section 2). */
export const beginExecution: Phase<RestRoute> = {
  name: 'begin-execution',
  plan: ({ stage, resource, method }) => {
    if (!writesLog(stage, resource.path, method.httpMethod)) return undefined
    return (exchange) => {
      noteRequest(exchange)
      return undefined
    }
  },
}
