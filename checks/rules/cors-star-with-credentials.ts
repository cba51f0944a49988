import { aboutOf, nameOf, propertyOf } from '../api'
import { headerOf } from '../response-headers'
import type { Rule } from '../rule'
import type { Entry } from '../template'

export const corsStarWithCredentials: Rule = {
  id: 'cors-star-with-credentials',
  severity: 'warning',
  fix: 'Name the origins, or leave Access-Control-Allow-Credentials out.',
  documentation:
    'A browser takes no answer to a request with credentials whose Access-Control-Allow-Origin is *: every call with cookies fails, though each header alone looks right.',
  source: 'https://fetch.spec.whatwg.org/#cors-protocol-and-credentials',
  *find({ apis }) {
    for (const { routes, gatewayResponses, resource, name } of apis) {
      for (const route of routes) {
        if (!(route.integration?.responseParameters ?? []).some(isBoth)) continue
        yield {
          message: `${nameOf(route)} allows every origin together with credentials.`,
          resource: route.resource.id,
          property: propertyOf(route, 'Integration.IntegrationResponses'),
          ...aboutOf(route),
        }
      }
      const response = gatewayResponses.find(({ parameters }) => isBoth(parameters))
      if (response !== undefined && resource !== undefined)
        yield { message: `The ${response.type} response of ${name} allows every origin together with credentials.`, resource: resource.id }
    }
  },
}

function isBoth(parameters: Entry): boolean {
  return headerOf(parameters, 'access-control-allow-origin') === '*' && headerOf(parameters, 'access-control-allow-credentials') === 'true'
}
