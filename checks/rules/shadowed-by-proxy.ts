import { aboutOf, guardOf, isPreflight, propertyOf, type Route } from '../api'
import type { Rule } from '../rule'
import { isWeaker } from '../strength'

const VERBS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

export const shadowedByProxy: Rule = {
  id: 'shadowed-by-proxy',
  severity: 'warning',
  fix: 'Guard the greedy route at least as well as what stands beside it, or declare the verbs that are missing.',
  documentation:
    'A resource without the method that a request asks for does not end the search: API Gateway goes back and takes the greedy route. Beside {proxy+} a path that has GET alone is therefore answered for POST, by the proxy, and with the authorization of the proxy. Told where that is weaker than what guards the path itself.',
  source: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-settings-method-request.html',
  *find({ apis }) {
    for (const { routes, name } of apis) {
      for (const greedy of routes.filter(({ path }) => path.endsWith('+}'))) {
        const before = greedy.path.slice(0, greedy.path.lastIndexOf('/') + 1)
        const beside = routes.filter(({ path }) => path !== greedy.path && path.startsWith(before) && path !== before)
        for (const path of new Set(beside.map((route) => route.path))) {
          const own = beside.filter((route) => route.path === path)
          const guarded = own.find((route) => !isPreflight(route) && isWeaker(guardOf(greedy), guardOf(route)))
          const verb = guarded === undefined ? undefined : freeVerb(own, greedy)
          if (guarded === undefined || verb === undefined) continue
          yield {
            message: `${verb} ${path} of ${name} is answered by ${greedy.verb} ${greedy.path} with ${guardOf(greedy)}: the path has ${own.map((route) => route.verb).join(', ')} alone, with ${guardOf(guarded)}.`,
            resource: greedy.resource.id,
            property: propertyOf(greedy, 'AuthorizationType'),
            ...aboutOf({ ...greedy, verb, path }),
          }
        }
      }
    }
  },
}

/** A verb that the greedy route takes and the path has not. */
function freeVerb(own: readonly Route[], greedy: Route): string | undefined {
  if (own.some(({ verb }) => verb === 'ANY')) return undefined
  return VERBS.find((verb) => (greedy.verb === 'ANY' || greedy.verb === verb) && !own.some((route) => route.verb === verb))
}
