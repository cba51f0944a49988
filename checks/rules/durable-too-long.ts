import { aboutOf, type Integration, nameOf, propertyOf } from '../api'
import { functionOf } from '../permissions'
import type { Rule } from '../rule'
import { isEntry, type Resource, referenceIn, type Template } from '../template'

/** Seconds. */
const LONGEST_AWAITED = 900
const INVOCATION_TYPE = 'integration.request.header.x-amz-invocation-type'

export const durableTooLong: Rule = {
  id: 'durable-too-long',
  severity: 'error',
  fix: `Give it an ExecutionTimeout of at most ${LONGEST_AWAITED} seconds, or call it by an AWS integration with the header X-Amz-Invocation-Type 'Event'.`,
  documentation:
    'Whoever waits for the end of a durable execution waits 15 minutes at most: Lambda refuses a synchronous call of a function whose ExecutionTimeout is longer, and API Gateway answers every request 500. Told for functions of the same template.',
  source: 'https://docs.aws.amazon.com/lambda/latest/dg/durable-invoking.html',
  *find({ apis, template }) {
    for (const api of apis) {
      for (const route of api.routes) {
        const { integration } = route
        if (integration === undefined || !integration.type.startsWith('AWS') || isAsynchronous(integration)) continue
        const fn = functionBehind(integration.uri, template)
        const seconds = executionTimeout(fn)
        if (fn === undefined || seconds === undefined || seconds <= LONGEST_AWAITED) continue
        yield {
          message: `${nameOf(route)} is answered 500: it waits for the durable function ${fn.id}, which may take ${seconds} seconds.`,
          resource: route.resource.id,
          property: propertyOf(route, 'Integration.Uri'),
          ...aboutOf(route),
        }
      }
    }
  },
}

/** A proxy cannot say so. */
function isAsynchronous({ type, requestParameters }: Integration): boolean {
  if (type !== 'AWS') return false
  return Object.entries(requestParameters).some(([key, value]) => key.toLowerCase() === INVOCATION_TYPE && value !== "'RequestResponse'")
}

/** The function that a URI leads to, by its ARN with or without a version, by a version or by an alias of the template. */
function functionBehind(uri: string, template: Template): Resource | undefined {
  const named = functionOf(uri, template) ?? functionOf(uri.replace(/(functions\/\$\{[^}]+\}):[^/]+\//, '$1/'), template)
  if (named === undefined || named.type === 'AWS::Lambda::Function') return named
  return template.resources.get(referenceIn(named.properties['FunctionName']) ?? '')
}

function executionTimeout(fn: Resource | undefined): number | undefined {
  const config = fn?.properties['DurableConfig']
  const seconds = isEntry(config) ? Number(config['ExecutionTimeout']) : Number.NaN
  return Number.isNaN(seconds) ? undefined : seconds
}
