import { covers, coversAuthorizer, isOf, readPermissions } from '../permissions'
import type { Rule } from '../rule'

export const permissionWithoutRoute: Rule = {
  id: 'permission-without-route',
  severity: 'warning',
  fix: 'Remove the permission, or correct verb, path or stage in its SourceArn.',
  documentation:
    'A permission whose SourceArn fits no route of the API lets nobody in today, and whoever adds such a route tomorrow. Mostly it is the rest of a route that is gone, or has the path of the route misspelt.',
  source: 'https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html',
  *find({ apis, template }) {
    for (const permission of readPermissions(template)) {
      const api = apis.find((one) => one.whole && isOf(permission, one))
      if (api === undefined) continue
      if (api.routes.some((route) => covers(permission, route))) continue
      if (api.authorizers.some((authorizer) => coversAuthorizer(permission, api, authorizer))) continue
      yield {
        message: `The permission for ${permission.source?.split('/').slice(1).join('/')} fits no route of ${api.name}.`,
        resource: permission.resource.id,
        property: 'Properties.SourceArn',
      }
    }
  },
}
