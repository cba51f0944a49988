import type { Exchange } from '../exchange'
import { compileSource, type Source } from '../mapping/request-parameters'
import type { RestRoute } from '../phase'

/**
 * Plans the key under which a request's answer is kept: the deployment, so that a canary of another version has answers of its own; the
 * namespace, which is the resource's unless several share one; the verb; and the values of the declared parameters, nothing else of the
 * request (facts/05, section 4). Uncertain: that an empty parameter is none, as it is in mappings.
 */
export function planCacheKey(route: RestRoute, verb: string): (exchange: Exchange) => string {
  const { stage, integration } = route
  const parameters = integration.cacheKeyParameters
  const prefix = `${stage.deploymentId}/${integration.cacheNamespace}/${verb}${parameters.map((name) => `|${name}`).join('')}|`
  const sources = parameters.map((name) => compileKeyParameter(name, route))
  return (exchange) => {
    let key = prefix
    for (const source of sources) key += shown(source(exchange))
    return key
  }
}

/** Texts of any content one behind the other, so that no two lists look the same. */
function shown(values: readonly string[] | undefined): string {
  if (values === undefined) return '-'
  let text = `${values.length}`
  for (const value of values) text += `.${value.length}:${value}`
  return text
}

/**
 * `method.request.querystring.page`; or `integration.request.header.caller`, which has the value that the integration's mapping gives it.
 * One that names nothing is the same for all requests, and told.
 */
function compileKeyParameter(name: string, { integration, variables, report }: RestRoute): Source {
  const expression = name.startsWith('integration.request.') ? integration.requestParameters?.[name] : name
  const source = expression === undefined ? undefined : compileSource(expression, variables)
  if (source !== undefined) return source
  report(
    'cache-key',
    `The cache key parameter ${name} names no parameter of the method and no mapping of the integration: it tells no requests apart.`,
    'Declare it in RequestParameters, or take it out of CacheKeyParameters.',
  )
  return () => undefined
}
