import { aboutOf, nameOf, propertyOf, type Route } from '../api'
import { functionOf } from '../permissions'
import type { Found, Rule } from '../rule'
import { numberOf, referenceIn, type Template } from '../template'

const LEAST = 50
const MOST = 29_000
/** Of a streamed response (facts/10). */
const MOST_STREAMED = 900_000

export const timeOutOverLimit: Rule = {
  id: 'time-out-over-limit',
  severity: 'error',
  fix: 'Keep it between 50 and 29000 milliseconds, or answer at once and go on in the background.',
  documentation:
    'An integration has 50 ms to 29 s. More is refused at the deployment, but for Regional and private APIs of accounts whose quota was raised, which may cost throttling quota; a streamed response has up to 15 minutes. A function that may run longer than its integration waits goes on, and is paid for, after the caller got 504.',
  source: 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html',
  *find({ apis, template }) {
    for (const api of apis) {
      for (const route of api.routes) {
        const found = judge(route) ?? outlives(route, template)
        if (found !== undefined)
          yield { resource: route.resource.id, property: propertyOf(route, 'Integration.TimeoutInMillis'), ...aboutOf(route), ...found }
      }
    }
  },
}

function judge(route: Route): Pick<Found, 'message' | 'severity'> | undefined {
  const { timeout, streams } = route.integration ?? {}
  if (timeout === undefined) return undefined
  const most = streams === true ? MOST_STREAMED : MOST
  if (timeout >= LEAST && timeout <= most) return undefined
  const message = `The time-out of ${nameOf(route)} is ${timeout} ms: an integration has ${LEAST} to ${most} ms.`
  const raisable = timeout > most && streams !== true && route.api.endpointType !== 'EDGE'
  return { message, severity: raisable ? 'warning' : 'error' }
}

function outlives(route: Route, template: Template): Pick<Found, 'message' | 'severity' | 'fix'> | undefined {
  const { timeout = MOST, streams, uri = '', type = '' } = route.integration ?? {}
  if (streams === true || !type.startsWith('AWS')) return undefined
  const named = functionOf(uri, template)
  const fn = named?.type === 'AWS::Lambda::Function' ? named : template.resources.get(referenceIn(named?.properties['FunctionName']) ?? '')
  const seconds = numberOf(fn?.properties['Timeout']) ?? 3
  if (fn === undefined || seconds * 1000 <= timeout) return undefined
  return {
    message: `${fn.id} may run for ${seconds} s, and ${nameOf(route)} waits ${timeout / 1000} s: the caller gets 504 while the function goes on.`,
    severity: 'warning',
    fix: `Give the function ${Math.floor(timeout / 1000)} seconds at most.`,
  }
}
