import { GatewayError, internalError } from '../errors'
import { planLambdaEvent } from '../events/lambda-proxy-event'
import type { RestRoute } from '../phase'
import { byStatus, type IntegrationKind } from './kind'
import { functionArnOf, planLambdaCall } from './lambda-call'
import { planLambdaStream } from './lambda-stream'

/** AWS_PROXY: the request becomes an event, a function answers the response (facts/02, section 1). */
export const lambdaProxy: IntegrationKind = {
  plan: (route, ports) => {
    const { integration, report } = route
    const functionArn = functionArnOf(route)
    if (functionArn === undefined) {
      report('integration-not-emulated', `The AWS_PROXY integration with ${integration.uri} is not emulated: only Lambda functions are.`)
      return fail('Execution failed due to configuration error: Invalid endpoint address')
    }
    if (integration.httpMethod !== 'POST') return refuseMethod(route)
    if (integration.responseTransferMode === 'STREAM') return planLambdaStream(route, ports, functionArn)
    const event = planLambdaEvent(route)
    const call = planLambdaCall(route, ports, functionArn)
    return async (exchange) => {
      exchange.reply = await call(exchange, event(exchange))
      return undefined
    }
  },
  selection: byStatus,
  describe: (route) => `AWS_PROXY ${functionArnOf(route)?.split(':function:')[1] ?? route.integration.uri}`,
}

/** Lambda takes invocations by POST only (facts/13, 285). The refusal is one of INTEGRATION_FAILURE, with 500 (facts/01, section 3). */
export function refuseMethod({ integration, report }: RestRoute) {
  report(
    'lambda-method',
    `The integration calls Lambda with ${integration.httpMethod}: API Gateway answers every request with 500.`,
    'Set the integration HTTP method to POST.',
  )
  const log = 'Execution failed due to configuration error: Invalid permissions on Lambda function'
  return () => {
    throw new GatewayError('INTEGRATION_FAILURE', 'Internal server error', { status: 500, log })
  }
}

function fail(log: string) {
  return () => {
    throw internalError(log)
  }
}
