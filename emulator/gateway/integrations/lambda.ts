import { toText } from '../../base/bytes'
import { firstHeader } from '../../base/headers'
import type { InvokeOptions } from '../../model/invocation'
import type { IntegrationReply, IntegrationRequest } from '../exchange'
import type { IntegrationKind } from './kind'
import { functionArnOf, lambdaHeaders, planLambdaCall } from './lambda-call'
import { refuseMethod } from './lambda-proxy'
import { planOutbound } from './outbound'

/** Type AWS with a function: the mapped body is its event, its result is the endpoint's answer (facts/02, section 2). */
export const lambda: IntegrationKind = {
  outbound: (route) => planOutbound(route, ''),
  plan: (route, ports) => {
    if (route.integration.httpMethod !== 'POST') return refuseMethod(route)
    const call = planLambdaCall(route, ports, functionArnOf(route) as string)
    return async (exchange) => {
      const { headers, body } = exchange.outbound as IntegrationRequest
      const reply = await call(exchange, body.length === 0 ? '{}' : toText(body), optionsOf(headers), headers)
      exchange.reply = reply.invocation === undefined ? reply : { ...reply, headers: lambdaHeaders(exchange, reply.invocation) }
      return undefined
    }
  },
  selection: errorMessageOf,
  describe: (route) => `AWS ${functionArnOf(route)?.split(':function:')[1] ?? ''}`,
}

/** `X-Amz-Invocation-Type: Event` invokes and does not wait (facts/13, 303); the client context is base64. */
function optionsOf(headers: IntegrationRequest['headers']): InvokeOptions {
  const type = firstHeader(headers, 'x-amz-invocation-type')
  const context = firstHeader(headers, 'x-amz-client-context')
  return {
    ...(type === 'Event' || type === 'DryRun' ? { invocationType: type } : {}),
    ...(context === undefined ? {} : { clientContext: Buffer.from(context, 'base64').toString('utf8') }),
  }
}

/** The message of a function that failed, else the empty text: a success is selected by no status (facts/13, 301). */
function errorMessageOf({ body, invocation }: IntegrationReply): string {
  if (invocation?.functionError === undefined) return ''
  try {
    const { errorMessage } = JSON.parse(toText(body)) as { errorMessage?: unknown }
    return typeof errorMessage === 'string' ? errorMessage : ''
  } catch {
    return ''
  }
}
