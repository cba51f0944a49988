import { firstHeader } from '../../base/headers'
import { contextVariable } from '../context'
import type { Exchange } from '../exchange'

/** One place in a request where an authorizer finds who calls. */
export interface IdentitySource {
  /** As configured: `method.request.header.Authorization`. */
  readonly name: string
  /** Undefined when the request has none there. */
  readonly read: (exchange: Exchange) => string | undefined
}

/**
 * The identity sources of an authorizer, separated by commas: headers (in any case), query parameters, stage variables, `$context`
 * (facts/04, section 1). Uncertain: that a header of several values counts by its last one.
 */
export function compileSources(identitySource: string | undefined, variables: Readonly<Record<string, string>>): IdentitySource[] {
  return (identitySource ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
    .map((name) => ({ name, read: compileSource(name, variables) }))
}

function compileSource(name: string, variables: Readonly<Record<string, string>>): IdentitySource['read'] {
  const [, place = '', key = ''] = /^(method\.request\.header|method\.request\.querystring|stageVariables|context)\.(.+)$/.exec(name) ?? []
  switch (place) {
    case 'method.request.header':
      return ({ request }) => firstHeader(request.headers, key)
    case 'method.request.querystring':
      return ({ query }) => query.get(key)?.at(-1)
    case 'stageVariables':
      return () => variables[key]
    case 'context': {
      const variable = contextVariable(key)
      return (exchange) => {
        const value = variable?.(exchange)
        return value === undefined || value === null ? undefined : String(value)
      }
    }
    default:
      return () => undefined
  }
}
