import { logLevel } from '../method-settings'
import type { Phase, RestRoute } from '../phase'
import { notePlanPassed, noteRequest } from '../trail-notes'

/** Keys and limits have let the request pass: the first lines of its execution, where the stage writes a log (facts/06, section 2). */
export const beginExecution: Phase<RestRoute> = {
  name: 'begin-execution',
  plan: ({ stage, resource, method }) => {
    const level = logLevel(stage, resource.path, method.httpMethod)
    if (level === undefined || level === 'ERROR') return undefined
    const open = method.apiKeyRequired ? undefined : `${method.httpMethod} ${resource.path}`
    return (exchange) => {
      notePlanPassed(exchange, open)
      noteRequest(exchange)
      return undefined
    }
  },
}
