import type { Diagnostic } from '../../base/diagnostics'
import { planCache } from '../../gateway/cache/cache-plan'
import type { IntegrationRecord } from '../../model/apigateway'
import { subjectMetadata } from '../../services/cloudformation/index'
import type { Call } from '../../services/operations'
import { type ServedRoute, servedRoutes } from './served-routes'

/**
 * Routes that let callers in one by one and keep their answers for all of them: no parameter of the cache's key tells who calls. A method
 * whose metadata says `"portico:vary": "shared"` means it so.
 */
export function cacheLeaks(call: Call): Diagnostic[] {
  return servedRoutes(call).flatMap((route) => {
    const { method, subject } = route
    const integration = method.methodIntegration
    if (method.authorizationType === 'NONE' || integration === undefined) return []
    if (planCache({ ...route, integration, isCanary: undefined }) === undefined || knowsCaller(route, integration)) return []
    if (subjectMetadata(call, subject)?.['portico:vary'] === 'shared') return []
    return [
      {
        code: 'cache-leaks',
        severity: 'warning',
        message: `${route.name} is authorized and cached, and its cache key does not tell callers apart: one gets what was answered to another.`,
        fix: 'Put who calls into CacheKeyParameters: the header that the authorizer reads, or an integration parameter mapped from context.authorizer.principalId.',
        subject,
      },
    ]
  })
}

/** Whether a parameter of the key has what an authorizer reads, or what it told. */
function knowsCaller({ definition, method }: ServedRoute, { cacheKeyParameters, requestParameters = {} }: IntegrationRecord): boolean {
  const authorizer = definition.authorizers.find(({ id }) => id === method.authorizerId)
  const sources = (authorizer?.identitySource ?? 'method.request.header.Authorization')
    .split(',')
    .map((source) => source.trim().toLowerCase())
  return cacheKeyParameters.some((parameter) => {
    const source = (parameter.startsWith('integration.') ? (requestParameters[parameter] ?? '') : parameter).toLowerCase()
    return (
      sources.includes(source) || source === 'method.request.header.authorization' || /^context\.(?:authorizer|identity)\./.test(source)
    )
  })
}
