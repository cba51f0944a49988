import { aboutOf, guardOf, isFenced, isPreflight, nameOf, propertyOf } from '../api'
import type { Rule } from '../rule'

export const openMethod: Rule = {
  id: 'open-method',
  severity: 'warning',
  fix: 'Give it an authorizer or AWS_IAM; or say why it is open: Auth.open(reason), or portico:openReason in the metadata of the method.',
  documentation:
    'A method whose AuthorizationType is NONE is answered for everybody who knows its URL, and NONE is what a method has when nothing is said. A preflight of CORS, a private API and an API whose resource policy names who may come are not told; a MOCK integration, which has nothing behind it, is only mentioned.',
  source: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-to-api.html',
  *find({ apis }) {
    for (const api of apis) {
      if (isFenced(api)) continue
      for (const route of api.routes) {
        if (guardOf(route) !== 'NONE' || isPreflight(route) || route.openReason !== undefined) continue
        yield {
          message: `${nameOf(route)} answers everybody: its AuthorizationType is NONE, and nothing says why.`,
          resource: route.resource.id,
          property: propertyOf(route, 'AuthorizationType'),
          ...(route.integration?.type === 'MOCK' ? { severity: 'info' as const } : {}),
          ...aboutOf(route),
        }
      }
    }
  },
}
