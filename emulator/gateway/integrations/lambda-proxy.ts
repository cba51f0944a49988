import { type Invoke, InvokeRefused } from '../../model/invocation'
import { GatewayError, internalError } from '../errors'
import { planLambdaEvent } from '../events/lambda-proxy-event'
import type { Exchange } from '../exchange'
import { fillStageVariables } from '../mapping/variables'
import type { RestRoute } from '../phase'
import type { IntegrationKind } from './kind'

/** AWS_PROXY: the request becomes an event, a function answers the response (facts/02, section 1). */
export const lambdaProxy: IntegrationKind = {
  plan: (route, { clock, invoke }) => {
    const { integration, report } = route
    const functionArn = functionArnOf(route)
    if (functionArn === undefined) {
      report('integration-not-emulated', `The AWS_PROXY integration with ${integration.uri} is not emulated: only Lambda functions are.`)
      return fail('Execution failed due to configuration error: Invalid endpoint address')
    }
    if (integration.httpMethod !== 'POST') {
      report(
        'lambda-method',
        `The integration calls Lambda with ${integration.httpMethod}: API Gateway answers every request with 500.`,
        'Set the integration HTTP method to POST.',
      )
      return fail('Execution failed due to configuration error: Invalid permissions on Lambda function')
    }
    if (integration.responseTransferMode === 'STREAM')
      report('streaming-not-emulated', 'Response streaming is not emulated yet: the response is sent as a whole.')
    const event = planLambdaEvent(route)
    const arnPrefix = `arn:aws:execute-api:${route.region}:${route.account}:${route.definition.api.id}/${route.stage.stageName}/`
    const timeout = integration.timeoutInMillis
    // A role of the integration's own is trusted to allow the call: its policies are not evaluated yet.
    const permitted = integration.credentials !== undefined
    const callers = new Map<string, { service: string; sourceArn: string }>()
    return async (exchange) => {
      const { method } = exchange.request
      let caller = callers.get(method)
      if (caller === undefined) {
        caller = { service: 'apigateway.amazonaws.com', sourceArn: `${arnPrefix}${method}${route.resource.path}` }
        callers.set(method, caller)
      }
      const { traceId } = exchange
      const invocation = invoke(functionArn, event(exchange), permitted ? { traceId } : { traceId, caller })
      exchange.reply = await withinTime(invocation, timeout, clock.after.bind(clock))
      return undefined
    }
  },
  describe: (route) => `AWS_PROXY ${functionArnOf(route)?.split(':function:')[1] ?? route.integration.uri}`,
}

/** The ARN inside `arn:aws:apigateway:{region}:lambda:path/2015-03-31/functions/{arn}/invocations`. */
function functionArnOf({ integration, variables }: RestRoute): string | undefined {
  const uri = fillStageVariables(integration.uri ?? '', variables)
  return /:lambda:path\/(?:2015-03-31\/functions\/(.+)\/invocations|2021-11-15\/functions\/(.+)\/response-streaming-invocations)$/
    .exec(uri)
    ?.slice(1)
    .find((arn) => arn !== undefined)
}

function fail(log: string) {
  return () => {
    throw internalError(log)
  }
}

/** The function's answer, or 504 when the integration's time is over first; the function runs on, as on AWS. */
function withinTime(
  invocation: ReturnType<Invoke>,
  timeout: number,
  after: (ms: number, run: () => void) => () => void,
): Promise<NonNullable<Exchange['reply']>> {
  return new Promise((resolve, reject) => {
    const cancel = after(timeout, () =>
      reject(new GatewayError('INTEGRATION_TIMEOUT', undefined, { log: 'Execution failed due to a timeout error' })),
    )
    invocation.then(
      (result) => {
        cancel()
        resolve({ status: result.status, headers: [], body: result.payload, invocation: result })
      },
      (error) => {
        cancel()
        reject(error instanceof InvokeRefused ? refused(error) : error)
      },
    )
  })
}

/** Lambda itself says no: 500, but for an unknown function 502 (facts/01, section 4; the latter is uncertain). */
function refused(error: InvokeRefused): GatewayError {
  switch (error.code) {
    case 'AccessDeniedException':
      return internalError('Execution failed due to configuration error: Invalid permissions on Lambda function')
    case 'TooManyRequestsException':
      return internalError('Execution failed due to configuration error: Rate Exceeded.')
    default:
      return internalError(`Execution failed due to configuration error: ${error.message}`, error.status === 404 ? 502 : 500)
  }
}
