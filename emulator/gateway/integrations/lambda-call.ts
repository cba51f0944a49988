import { byteLength } from '../../base/bytes'
import type { HeaderFields } from '../../base/headers'
import { type InvokeOptions, InvokeRefused, type InvokeResult } from '../../model/invocation'
import { GatewayError, internalError } from '../errors'
import type { Exchange, IntegrationReply } from '../exchange'
import { fillStageVariables } from '../mapping/variables'
import type { Ports, RestRoute } from '../phase'
import { noteEndpointReply, noteEndpointRequest } from '../trail-notes'
import { planRole } from './role'

/** Calls a function with a payload (JSON text) for an exchange; rejects with what the gateway answers when Lambda refuses. */
export type CallFunction = (exchange: Exchange, payload: string, options?: InvokeOptions, sent?: HeaderFields) => Promise<IntegrationReply>

/** The ARN inside `arn:aws:apigateway:{region}:lambda:path/2015-03-31/functions/{arn}/invocations`. */
export function functionArnOf({ integration, variables }: RestRoute): string | undefined {
  const uri = fillStageVariables(integration.uri ?? '', variables)
  return /:lambda:path\/(?:\/?2015-03-31\/functions\/(.+)\/invocations|2021-11-15\/functions\/(.+)\/response-streaming-invocations)$/
    .exec(uri)
    ?.slice(1)
    .find((arn) => arn !== undefined)
}

/** What stands between an integration with Lambda and the port `Invoke`: who calls, the integration's time, Lambda's refusals, the log. */
export function planLambdaCall(route: RestRoute, ports: Ports, functionArn: string): CallFunction {
  const { clock, invoke } = ports
  const { integration, stage, definition, region, account } = route
  const arnPrefix = `arn:aws:execute-api:${region}:${account}:${definition.api.id}/${stage.stageName}/`
  const role = planRole(route, ports)
  const callers = new Map<string, { service: string; sourceArn: string }>()
  const callerOf = (method: string) => {
    let caller = callers.get(method)
    if (caller === undefined) {
      caller = { service: 'apigateway.amazonaws.com', sourceArn: `${arnPrefix}${method}${route.resource.path}` }
      callers.set(method, caller)
    }
    return caller
  }
  const url = `https://lambda.${functionArn.split(':')[3] ?? region}.amazonaws.com/2015-03-31/functions/${functionArn}/invocations`
  return async (exchange, payload, options = {}, sent = []) => {
    const { trail, traceId } = exchange
    const caller = callerOf(exchange.request.method)
    if (trail !== undefined)
      noteEndpointRequest(exchange, { url, headers: () => signedHeaders(exchange, caller.sourceArn, sent), body: payload })
    if (role !== undefined && !role(exchange, 'lambda:InvokeFunction', functionArn)) throw notPermitted()
    const began = clock.now()
    const invocation = invoke(functionArn, payload, role !== undefined ? { ...options, traceId } : { ...options, traceId, caller })
    try {
      const result = await withinTime(invocation, integration.timeoutInMillis, clock.after.bind(clock))
      const reply = { status: result.status, headers: [], body: result.payload, invocation: result }
      if (trail !== undefined)
        noteEndpointReply(exchange, { ...reply, headers: () => lambdaHeaders(exchange, result) }, clock.now() - began)
      return reply
    } catch (error) {
      throw error instanceof InvokeRefused ? refused(exchange, error) : error
    } finally {
      exchange.integrationLatency = clock.now() - began
    }
  }
}

/** The result, or 504 when the integration's time is over first; the function runs on, as on AWS. */
function withinTime(
  invocation: Promise<InvokeResult>,
  timeout: number,
  after: (ms: number, run: () => void) => () => void,
): Promise<InvokeResult> {
  return new Promise((resolve, reject) => {
    const cancel = after(timeout, () => reject(timedOut()))
    invocation.then(
      (result) => {
        cancel()
        resolve(result)
      },
      (error) => {
        cancel()
        reject(error)
      },
    )
  })
}

/** The integration did not answer in its time. */
export function timedOut(): GatewayError {
  return new GatewayError('INTEGRATION_TIMEOUT', undefined, { log: 'Execution failed due to a timeout error' })
}

function notPermitted(): GatewayError {
  return internalError('Execution failed due to configuration error: Invalid permissions on Lambda function')
}

/** Lambda itself says no: 500, but for an unknown function 502 (facts/01, section 4; the latter is uncertain). */
function refused({ trail, id }: Exchange, error: InvokeRefused): GatewayError {
  switch (error.code) {
    case 'AccessDeniedException':
      return notPermitted()
    case 'TooManyRequestsException':
      trail?.fail(`Lambda invocation failed with status: ${error.status}. Lambda request id: ${id}`)
      return internalError('Execution failed due to configuration error: Rate Exceeded.')
    default:
      trail?.fail(`Lambda invocation failed with status: ${error.status}. Lambda request id: ${id}`)
      return internalError(`Execution failed due to configuration error: ${error.message}`, error.status === 404 ? 502 : 500)
  }
}

/** Stands for the token of the gateway's own credentials, which the log cuts off. */
const TOKEN = '*'.repeat(1024)
const OWN = new Set(['x-amzn-apigateway-api-id', 'x-amzn-trace-id'])

/**
 * What the gateway sends Lambda, as the log shows it: of AWS with what is mapped, of AWS_PROXY with the source (facts/13, 235; facts/06,
 * section 2). Nothing is signed on the way to a function of this process.
 */
function signedHeaders({ id, receivedAt, stage }: Exchange, sourceArn: string, sent: HeaderFields): HeaderFields {
  const date = new Date(receivedAt).toISOString().replace(/[-:]|\.\d+/g, '')
  const mapped = sent.filter((_, at) => !OWN.has((sent[at - (at % 2)] as string).toLowerCase()))
  const proxy = ['X-Amz-Source-Arn', sourceArn, 'Accept', 'application/json', 'User-Agent', `AmazonAPIGateway_${stage.apiId}`]
  return [
    ...['x-amzn-lambda-integration-tag', id],
    ...['Authorization', '*'.repeat(64)],
    ...['X-Amz-Date', date],
    ...['x-amzn-apigateway-api-id', stage.apiId],
    ...(sent.length > 0 ? mapped : proxy),
    ...['X-Amz-Security-Token', TOKEN],
  ]
}

/** The header fields of Lambda's own answer (facts/13, 235). */
export function lambdaHeaders({ traceId, receivedAt }: Exchange, result: InvokeResult): HeaderFields {
  const fields = [
    ...['Date', new Date(receivedAt).toUTCString()],
    ...['Content-Type', 'application/json'],
    ...['Content-Length', String(byteLength(result.payload))],
    ...['Connection', 'keep-alive'],
    ...['x-amzn-RequestId', result.requestId],
    ...['x-amzn-Remapped-Content-Length', '0'],
    ...['X-Amz-Executed-Version', result.executedVersion],
    ...['X-Amzn-Trace-Id', traceId],
  ]
  if (result.functionError !== undefined) fields.push('X-Amz-Function-Error', result.functionError)
  return fields
}
