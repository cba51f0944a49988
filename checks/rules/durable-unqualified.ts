import { aboutOf, nameOf, propertyOf } from '../api'
import { functionOf } from '../permissions'
import type { Rule } from '../rule'
import { isEntry, type Resource, type Template } from '../template'

export const durableUnqualified: Rule = {
  id: 'durable-unqualified',
  severity: 'error',
  fix: 'Call an alias or a version of the function, and give the permission to that.',
  documentation:
    'A durable function is only called by a version or an alias, so that an execution ends in the code that it began in. By the ARN of the function alone Lambda refuses the call, and API Gateway answers every request 500. Told for functions of the same template.',
  source: 'https://docs.aws.amazon.com/lambda/latest/dg/durable-invoking.html',
  *find({ apis, template }) {
    for (const api of apis) {
      for (const route of api.routes) {
        const { type = '', uri = '' } = route.integration ?? {}
        const fn = type.startsWith('AWS') ? durable(uri, template) : undefined
        if (fn === undefined) continue
        yield {
          message: `${nameOf(route)} is answered 500: it calls the durable function ${fn.id} without a version or alias.`,
          resource: route.resource.id,
          property: propertyOf(route, 'Integration.Uri'),
          ...aboutOf(route),
        }
      }
      for (const authorizer of api.authorizers) {
        const fn = durable(authorizer.uri, template)
        if (fn === undefined) continue
        yield {
          message: `The authorizer ${authorizer.key} of ${api.name} fails with 500: it calls the durable function ${fn.id} without a version or alias.`,
          resource: authorizer.resource.id,
          property: propertyOf(authorizer, 'AuthorizerUri'),
        }
      }
    }
  },
}

/** The durable function that a URI names as a whole. */
function durable(uri: string, template: Template): Resource | undefined {
  const named = functionOf(uri, template)
  return named?.type === 'AWS::Lambda::Function' && isEntry(named.properties['DurableConfig']) ? named : undefined
}
