import { firstHeader, type HeaderFields, setHeader } from '../../base/headers'
import { GatewayError, internalError, NotEmulated } from '../errors'
import type { IntegrationRequest } from '../exchange'
import { fillStageVariables } from '../mapping/variables'
import { type RestRoute, SendTimeout } from '../phase'
import { noteEndpointReply, noteEndpointRequest } from '../trail-notes'
import { byStatus, type IntegrationKind } from './kind'
import { timedOut } from './lambda-call'
import { planOutbound } from './outbound'
import { planRole } from './role'

const EXAMPLE = '--services http://127.0.0.1:8000'

interface Endpoint {
  readonly service: string
  readonly region: string
  /** With placeholders. */
  readonly url: string
  readonly action: string | undefined
}

/**
 * Services that speak AWS JSON: the gateway names the operation in `X-Amz-Target` itself (facts/02, section 3: dynamodb, kinesis, ssm,
 * states; the others are uncertain). EventBridge needs the mapping (recorded), so it is not here.
 */
const TARGETS: Readonly<Record<string, { readonly prefix: string; readonly type: string }>> = {
  'cognito-idp': { prefix: 'AWSCognitoIdentityProviderService', type: 'application/x-amz-json-1.1' },
  dynamodb: { prefix: 'DynamoDB_20120810', type: 'application/x-amz-json-1.0' },
  firehose: { prefix: 'Firehose_20150804', type: 'application/x-amz-json-1.1' },
  kinesis: { prefix: 'Kinesis_20131202', type: 'application/x-amz-json-1.1' },
  logs: { prefix: 'Logs_20140328', type: 'application/x-amz-json-1.1' },
  secretsmanager: { prefix: 'secretsmanager', type: 'application/x-amz-json-1.1' },
  ssm: { prefix: 'AmazonSSM', type: 'application/x-amz-json-1.1' },
  states: { prefix: 'AWSStepFunctions', type: 'application/x-amz-json-1.0' },
}

/** Type AWS with any service but Lambda: a call of its API, signed with the integration's role (facts/02, section 3). */
export const awsService: IntegrationKind = {
  outbound: (route) => {
    const endpoint = endpointOf(route)
    const outbound = planOutbound(route, endpoint?.url ?? '')
    const target = endpoint?.action === undefined ? undefined : TARGETS[endpoint.service]
    if (target === undefined) return outbound
    return (exchange, body) => {
      const request = outbound(exchange, body)
      if (request.body.length > 0) nameOperation(request.headers, `${target.prefix}.${endpoint?.action}`, target.type)
      return request
    }
  },
  plan: (route, ports) => {
    const { services, clock } = ports
    const { integration, report } = route
    const endpoint = endpointOf(route)
    if (endpoint === undefined) {
      return () => {
        throw internalError('Execution failed due to configuration error: Invalid endpoint address')
      }
    }
    const { service, region } = endpoint
    if (!services.serves(service))
      report(
        'service-without-endpoint',
        `Nothing here serves ${service}: requests are answered 501.`,
        `Name an endpoint that has it: ${EXAMPLE}.`,
      )
    const role = integration.credentials === undefined ? undefined : fillStageVariables(integration.credentials, route.variables)
    if (role === undefined)
      report(
        'no-credentials',
        `The integration with ${service} has no role: AWS calls the service without a signature.`,
        'Give it credentials.',
      )
    const timeout = integration.timeoutInMillis
    const checkRole = planRole(route, ports)
    return async (exchange) => {
      const outbound = exchange.outbound as IntegrationRequest
      // That the role may be assumed is checked here; what it may do is for the service to say.
      checkRole?.(exchange, `${service}:${endpoint.action ?? outbound.method}`, '*')
      if (exchange.trail !== undefined) noteEndpointRequest(exchange, outbound)
      const began = clock.now()
      try {
        const reply = await services.call({ ...outbound, service, region, role, timeout })
        if (reply === undefined) throw new NotEmulated(`the call of the AWS service ${service}; name an endpoint that has it: ${EXAMPLE}`)
        exchange.reply = reply
        if (exchange.trail !== undefined) noteEndpointReply(exchange, reply, clock.now() - began)
      } catch (error) {
        if (error instanceof SendTimeout) throw timedOut()
        if (error instanceof NotEmulated) throw error
        throw new GatewayError('INTEGRATION_FAILURE', undefined, {
          log: 'Execution failed due to a network error communicating with endpoint',
        })
      } finally {
        exchange.integrationLatency = clock.now() - began
      }
      return undefined
    }
  },
  selection: byStatus,
  describe: ({ integration }) => `AWS ${/^arn:[^:]+:apigateway:[^:]*:(.+)$/.exec(integration.uri ?? '')?.[1] ?? integration.uri}`,
}

/** `arn:aws:apigateway:{region}:{subdomain.}{service}:path/{path}` or `:action/{action}` with `&name=value` behind it. */
function endpointOf({ integration, variables }: RestRoute): Endpoint | undefined {
  const uri = fillStageVariables(integration.uri ?? '', variables)
  const match = /^arn:[^:]+:apigateway:([^:]*):([^:]+):(path|action)\/(.*)$/s.exec(uri)
  if (match === null) return undefined
  const [, region, host, kind, rest] = match as unknown as [string, string, string, string, string]
  const service = host.split('.').at(-1) as string
  const origin = `https://${host}.${region}.amazonaws.com`
  if (kind === 'path') return { service, region, url: `${origin}/${rest.replace(/^\//, '')}`, action: undefined }
  const [action = '', ...parameters] = rest.split('&')
  return { service, region, url: `${origin}/?${[`Action=${action}`, ...parameters].join('&')}`, action }
}

/** The protocol's media type stands in for the client's own, not for one that a mapping chose. */
function nameOperation(headers: HeaderFields, target: string, type: string): void {
  if (firstHeader(headers, 'x-amz-target') === undefined) headers.push('X-Amz-Target', target)
  if (!firstHeader(headers, 'content-type')?.startsWith('application/x-amz-json')) setHeader(headers, 'Content-Type', type)
}
