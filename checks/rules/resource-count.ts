import type { Rule } from '../rule'

/** Resources of a stack, and of an API (facts/10). */
const MOST_OF_STACK = 500
const MOST_OF_API = 300
const NEAR = 0.8

export const resourceCount: Rule = {
  id: 'resource-count',
  severity: 'error',
  fix: 'Declare the API as one OpenAPI body (emit: "openapi" in our constructs), or split it.',
  documentation:
    'A template holds 500 resources. Each route takes a method, a path and a preflight, and with the CDK two permissions: a hundred routes are too many. An API holds 300 resources (paths) until its quota is raised. Told from 80 per cent as a warning.',
  source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html',
  *find({ apis, template }) {
    const [first] = template.resources.values()
    const api = apis.find(({ resource }) => resource !== undefined)?.resource
    const count = template.resources.size
    if (first !== undefined && api !== undefined && count > MOST_OF_STACK * NEAR)
      yield {
        message: `The template has ${count} of the ${MOST_OF_STACK} resources that it may have.`,
        resource: api.id,
        severity: count > MOST_OF_STACK ? 'error' : 'warning',
      }
    for (const { resource, routes, name } of apis) {
      const paths = new Set(routes.flatMap(({ path }) => path.split('/').map((_part, index, parts) => parts.slice(0, index + 1).join('/'))))
        .size
      if (resource !== undefined && paths > MOST_OF_API * NEAR)
        yield {
          message: `${name} has ${paths} of the ${MOST_OF_API} paths that an API has unless its quota is raised.`,
          resource: resource.id,
          severity: 'warning',
        }
    }
  },
}
