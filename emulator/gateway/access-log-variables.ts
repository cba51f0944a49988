import { firstHeader } from '../base/headers'
import { contextVariable } from './context'
import type { Exchange, GatewayResponse } from './exchange'

/** A request that has been answered, as access logs look at it. */
export interface Ended {
  readonly exchange: Exchange
  readonly response: GatewayResponse
  /** Bytes that went to the client as the body. */
  readonly length: number
  /** Epoch milliseconds. */
  readonly endedAt: number
}

/** A `$context` variable of an access log; undefined where AWS has none, which is written as `-`. */
export type LogVariable = (ended: Ended) => string | number | boolean | null | undefined

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

const integrationLatency: LogVariable = ({ exchange }) => exchange.integrationLatency
/** Of a function: what the Lambda service answered, not the function. */
const serviceStatus: LogVariable = ({ exchange: { reply } }) => reply?.invocation?.status ?? reply?.status
const endpointRequestId: LogVariable = ({ exchange: { reply } }) =>
  reply?.invocation?.requestId ??
  (reply === undefined ? undefined : (firstHeader(reply.headers, 'x-amzn-requestid') ?? firstHeader(reply.headers, 'x-amz-request-id')))
const integrationError: LogVariable = ({ exchange: { error } }) =>
  error !== undefined && FROM_INTEGRATION.has(error.type) ? (error.options.log ?? error.text) : undefined
const authorizerLatency: LogVariable = ({ exchange: { caller } }) => caller?.authorizerLatency

/** Refusals that come of an integration. */
const FROM_INTEGRATION = new Set(['INTEGRATION_FAILURE', 'INTEGRATION_TIMEOUT', 'API_CONFIGURATION_ERROR', 'DEFAULT_5XX'])
/** Refusals of an authorizer, and the status that it has then. */
const FROM_AUTHORIZER: Readonly<Record<string, number>> = {
  ACCESS_DENIED: 403,
  UNAUTHORIZED: 401,
  AUTHORIZER_FAILURE: 500,
  AUTHORIZER_CONFIGURATION_ERROR: 500,
}

/** Those that only access logs have (facts/03, section 1). Uncertain: what authorizers' statuses are, but that there are some. */
const LOG_VARIABLES: Readonly<Record<string, LogVariable>> = {
  'authorizer.error': ({ exchange: { error } }) =>
    error !== undefined && Object.hasOwn(FROM_AUTHORIZER, error.type) ? error.text : undefined,
  'authorizer.integrationLatency': authorizerLatency,
  'authorizer.integrationStatus': ({ exchange: { caller } }) => (caller?.authorizerLatency === undefined ? undefined : 200),
  'authorizer.latency': authorizerLatency,
  'authorizer.status': ({ exchange: { caller, error } }) =>
    caller?.principalId === undefined && caller?.claims === undefined ? undefined : (FROM_AUTHORIZER[error?.type ?? ''] ?? 200),
  awsEndpointRequestId: endpointRequestId,
  'authorize.status': ({ exchange: { caller, error } }) =>
    error !== undefined && Object.hasOwn(FROM_AUTHORIZER, error.type)
      ? FROM_AUTHORIZER[error.type]
      : caller === undefined
        ? undefined
        : 200,
  endpointType: ({ exchange }) => exchange.stage.endpointType,
  'integration.error': integrationError,
  'integration.integrationStatus': serviceStatus,
  'integration.latency': integrationLatency,
  'integration.requestId': endpointRequestId,
  'integration.responseTransferMode': ({ exchange: { reply } }) =>
    reply === undefined ? undefined : reply.stream === undefined ? 'BUFFERED' : 'STREAMED',
  // Of a function that is a proxy: the status that the function answered.
  'integration.status': ({ exchange: { reply, route, response } }) =>
    reply?.invocation !== undefined && route.target.startsWith('AWS_PROXY') ? response?.status : reply?.status,
  integrationErrorMessage: integrationError,
  integrationLatency,
  integrationStatus: serviceStatus,
  requestId: ({ exchange: { id, request } }) => {
    const given = firstHeader(request.headers, 'x-amzn-requestid')
    // facts/01, section 8.
    return given === undefined || UUID.test(given) ? id : 'UUID_REPLACED_INVALID_REQUEST_ID'
  },
  responseLatency: ({ exchange: { receivedAt }, endedAt }) => endedAt - receivedAt,
  responseLength: ({ length }) => length,
  xrayTraceId: ({ exchange }) => exchange.xrayTraceId,
}

/** The variable by its name behind `$context.`; undefined when access logs have none of that name. */
export function logVariable(name: string): LogVariable | undefined {
  if (Object.hasOwn(LOG_VARIABLES, name)) return LOG_VARIABLES[name]
  const variable = contextVariable(name)
  return variable === undefined ? undefined : ({ exchange }) => variable(exchange)
}
