import { aboutOf, nameOf, propertyOf } from '../api'
import { covers, coversAuthorizer, functionOf, isFor, readPermissions } from '../permissions'
import type { Rule } from '../rule'
import type { Resource } from '../template'

export const missingPermission: Rule = {
  id: 'missing-permission',
  severity: 'error',
  fix: 'Add an AWS::Lambda::Permission for apigateway.amazonaws.com whose SourceArn has the API, or give the integration a role (Credentials).',
  documentation:
    "API Gateway calls a function by the function's own policy, unless the integration has a role. Without a permission for this API, stage, verb and path every request is answered 500, and only the execution log says why. Told for functions of the same template: whose policy another template writes cannot be seen.",
  source: 'https://docs.aws.amazon.com/lambda/latest/dg/services-apigateway.html',
  *find({ apis, template }) {
    const permissions = readPermissions(template)
    const of = (fn: Resource) => permissions.filter((permission) => isFor(permission, fn, template))
    for (const api of apis) {
      for (const route of api.routes) {
        const { type = '', uri = '', credentials } = route.integration ?? {}
        const fn = type.startsWith('AWS') && credentials === undefined ? functionOf(uri, template) : undefined
        if (fn === undefined || of(fn).some((permission) => covers(permission, route))) continue
        yield {
          message: `${nameOf(route)} is answered 500: nothing lets API Gateway invoke ${fn.id} for it.`,
          resource: route.resource.id,
          property: propertyOf(route, 'Integration.Uri'),
          ...aboutOf(route),
        }
      }
      for (const authorizer of api.authorizers) {
        const fn = authorizer.credentials === undefined ? functionOf(authorizer.uri, template) : undefined
        if (fn === undefined || of(fn).some((permission) => coversAuthorizer(permission, api, authorizer))) continue
        yield {
          message: `The authorizer ${authorizer.key} of ${api.name} fails with 500: nothing lets API Gateway invoke ${fn.id} for it.`,
          resource: authorizer.resource.id,
          property: propertyOf(authorizer, 'AuthorizerUri'),
        }
      }
    }
  },
}
