import { aboutOf, guardOf, isFenced, nameOf, propertyOf } from '../api'
import type { Rule } from '../rule'

export const keyAsOnlyAuth: Rule = {
  id: 'key-as-only-auth',
  severity: 'warning',
  fix: 'Give it an authorizer or AWS_IAM besides the key.',
  documentation:
    'An API key tells whose quota a request counts against. It does not expire, is sent with every request, is shown by the console, and opens every API of each usage plan that it is in: AWS advises against keys as the only means of authentication or authorization.',
  source: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html',
  *find({ apis }) {
    for (const api of apis) {
      if (isFenced(api)) continue
      for (const route of api.routes) {
        if (guardOf(route) !== 'API_KEY' || route.openReason !== undefined) continue
        yield {
          message: `${nameOf(route)} has nothing but an API key before it.`,
          resource: route.resource.id,
          property: propertyOf(route, 'ApiKeyRequired'),
          ...aboutOf(route),
        }
      }
    }
  },
}
