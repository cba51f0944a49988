import { aboutOf, guardOf, nameOf, propertyOf, type Route } from '../api'
import type { Rule } from '../rule'
import { isCached } from '../settings'

export const cacheNotCallerAware: Rule = {
  id: 'cache-not-caller-aware',
  severity: 'warning',
  fix: 'Put who calls into CacheKeyParameters: the header that the authorizer reads, or an integration parameter mapped from context.authorizer.principalId.',
  documentation:
    'A cached answer is found by method, path and the parameters of the cache\'s key, not by who asks. Where a route is authorized and the key has nothing of the caller, one gets what was answered to another. A route whose answers are meant for all callers says so: vary "shared" in our constructs, "portico:vary": "shared" in the metadata of the method.',
  source: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-caching.html',
  *find({ apis }) {
    for (const { routes, stages } of apis) {
      for (const route of routes) {
        const guard = guardOf(route)
        if (guard === 'NONE' || guard === 'API_KEY' || route.sharesCache || route.integration === undefined) continue
        const stage = stages.find((one) => isCached(route, one))
        if (stage === undefined || knowsCaller(route)) continue
        yield {
          message: `${nameOf(route)} is authorized, cached in ${stage.name}, and its cache key does not tell callers apart: one gets what was answered to another.`,
          resource: route.resource.id,
          property: propertyOf(route, 'Integration.CacheKeyParameters'),
          ...aboutOf(route),
        }
      }
    }
  },
}

/** Whether a parameter of the key has what an authorizer reads, or what it told. */
function knowsCaller({ api, authorizer, integration }: Route): boolean {
  const identity = api.authorizers.find(({ key }) => key === authorizer)?.identitySource ?? ''
  const sources = identity.split(',').map((source) => source.trim().toLowerCase())
  const { cacheKeyParameters = [], requestParameters = {} } = integration ?? {}
  return cacheKeyParameters.some((parameter) => {
    const source = (parameter.startsWith('integration.') ? String(requestParameters[parameter] ?? '') : parameter).toLowerCase()
    return (
      sources.includes(source) || source === 'method.request.header.authorization' || /^context\.(?:authorizer|identity)\./.test(source)
    )
  })
}
