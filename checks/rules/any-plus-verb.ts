import { aboutOf, guardOf, isPreflight, nameOf, propertyOf } from '../api'
import type { Rule } from '../rule'
import { isWeaker } from '../strength'

export const anyPlusVerb: Rule = {
  id: 'any-plus-verb',
  severity: 'warning',
  fix: 'Declare the verbs that are meant in place of ANY, or guard ANY as well as the others.',
  documentation:
    'On a resource that has ANY and a verb, the verb takes its own requests and ANY all others. Where ANY asks for less than the verb does, whoever is refused by GET comes in by HEAD or POST.',
  source: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/setup-http-integrations.html',
  *find({ apis }) {
    for (const { routes } of apis) {
      for (const any of routes.filter(({ verb }) => verb === 'ANY')) {
        const others = routes.filter((route) => route.path === any.path && route !== any && !isPreflight(route))
        const stronger = others.find((route) => isWeaker(guardOf(any), guardOf(route)))
        if (stronger === undefined) continue
        const free = ['HEAD', 'POST', 'GET', 'PUT', 'DELETE', 'PATCH'].find((verb) => !others.some((route) => route.verb === verb)) ?? 'ANY'
        yield {
          message: `${nameOf(any)} asks for ${guardOf(any)}, where ${stronger.verb} asks for ${guardOf(stronger)}: it takes every verb that is not declared.`,
          resource: any.resource.id,
          property: propertyOf(any, 'HttpMethod'),
          ...aboutOf({ ...any, verb: free }),
        }
      }
    }
  },
}
