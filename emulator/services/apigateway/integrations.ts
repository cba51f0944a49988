import type * as sdk from '@aws-sdk/client-api-gateway'
import type { IntegrationRecord, MethodRecord } from '../../model/apigateway'
import type { Call } from '../operations'
import { badRequest } from './errors'
import { checkIntegrationUri } from './integration-uri'
import { integrationOf, methodOf, putMethodRecord, restApiOf } from './lookup'
import { checkIntegrationParameters, checkTemplateTypes } from './mapping-expressions'
import { nonEmpty, present, withMember, without } from './members'
import { checkHttpMethod } from './methods'
import { type Effect, entries, isTrue, namePath, patcher, setText, unset } from './patch'
import { type ApiGateway, NOTHING } from './service'

/** What an integration depends on. */
interface Surroundings {
  readonly call: Call
  readonly restApiId: string
  readonly resourceId: string
  readonly method: MethodRecord
}

const DEFAULT_TIMEOUT = 29_000
/** Regional and private APIs may have their quota raised; how far is uncertain, so that anything to five minutes is let through. */
const RAISED_TIMEOUT = 300_000
const STREAM_TIMEOUT = 900_000
const PASSTHROUGH = ['WHEN_NO_MATCH', 'WHEN_NO_TEMPLATES', 'NEVER']

/** Checks an integration and completes it with AWS's defaults (facts/13, 114-126). */
export function completeIntegration(given: sdk.Integration, { call, restApiId, resourceId, method }: Surroundings): IntegrationRecord {
  const type = given.type as sdk.IntegrationType
  const isMock = type === 'MOCK'
  const isHttp = type === 'HTTP' || type === 'HTTP_PROXY'
  if (!isMock) {
    if (nonEmpty(given.httpMethod) === undefined) throw badRequest('Enumeration value for HttpMethod must be non-empty')
    checkHttpMethod(given.httpMethod)
    checkIntegrationUri(type, given.uri)
  }
  checkIntegrationParameters(given.requestParameters, method)
  checkTemplateTypes(given.requestTemplates)
  const { integrationResponses } = method.methodIntegration ?? {}
  return present({
    type,
    httpMethod: isMock ? undefined : given.httpMethod,
    uri: isMock ? undefined : given.uri,
    connectionType: isHttp ? ((nonEmpty(given.connectionType) as sdk.ConnectionType | undefined) ?? 'INTERNET') : undefined,
    connectionId: connectionId(given),
    credentials: nonEmpty(given.credentials),
    requestParameters: given.requestParameters,
    requestTemplates: given.requestTemplates,
    passthroughBehavior: passthroughBehavior(given.passthroughBehavior),
    contentHandling: nonEmpty(given.contentHandling) as sdk.ContentHandlingStrategy | undefined,
    timeoutInMillis: timeout(call, restApiId, given),
    cacheNamespace: nonEmpty(given.cacheNamespace) ?? resourceId,
    cacheKeyParameters: given.cacheKeyParameters ?? [],
    tlsConfig: given.tlsConfig,
    responseTransferMode: given.responseTransferMode,
    integrationTarget: nonEmpty(given.integrationTarget),
    integrationResponses,
  })
}

function connectionId({ connectionType, connectionId }: sdk.Integration): string | undefined {
  const id = nonEmpty(connectionId)
  // The wording is uncertain.
  if (connectionType === 'VPC_LINK' && id === undefined)
    throw badRequest('Integration connectionType is VPC_LINK but connectionId is empty')
  return connectionType === 'VPC_LINK' ? id : undefined
}

function passthroughBehavior(given: string | undefined): string {
  const behavior = nonEmpty(given) ?? 'WHEN_NO_MATCH'
  // The wording is uncertain.
  if (!PASSTHROUGH.includes(behavior)) throw badRequest(`Invalid passthroughBehavior specified. Valid options are ${PASSTHROUGH.join(',')}`)
  return behavior
}

function timeout(call: Call, restApiId: string, given: sdk.Integration): number {
  const isEdge = restApiOf(call, restApiId).endpointConfiguration.types?.includes('EDGE')
  const most = given.responseTransferMode === 'STREAM' ? STREAM_TIMEOUT : isEdge ? DEFAULT_TIMEOUT : RAISED_TIMEOUT
  const millis = given.timeoutInMillis ?? DEFAULT_TIMEOUT
  if (!(millis >= 50 && millis <= most)) throw badRequest('Timeout should be between 50 ms and 29000 ms')
  return millis
}

type IntegrationEffect = Effect<IntegrationRecord>
const addKey: IntegrationEffect = (integration, { names }) => {
  const key = names['key'] as string
  return { ...integration, cacheKeyParameters: [...integration.cacheKeyParameters.filter((other) => other !== key), key] }
}
const removeKey: IntegrationEffect = (integration, { names }) => ({
  ...integration,
  cacheKeyParameters: integration.cacheKeyParameters.filter((other) => other !== names['key']),
})
const text = (member: keyof IntegrationRecord & string) => ({
  replace: setText<IntegrationRecord>(member),
  remove: unset<IntegrationRecord>(member),
})

const patchIntegration = patcher<IntegrationRecord>(
  {
    '/httpMethod': text('httpMethod'),
    '/uri': text('uri'),
    '/credentials': text('credentials'),
    '/passthroughBehavior': { replace: (integration, { value }) => ({ ...integration, passthroughBehavior: value ?? '' }) },
    '/contentHandling': text('contentHandling'),
    '/timeoutInMillis': { replace: (integration, { value }) => ({ ...integration, timeoutInMillis: Number(value) }) },
    '/cacheNamespace': { replace: (integration, { value }) => ({ ...integration, cacheNamespace: value ?? '' }) },
    '/connectionType': text('connectionType'),
    '/connectionId': text('connectionId'),
    '/tlsConfig/insecureSkipVerification': {
      replace: (integration, { value }) => ({ ...integration, tlsConfig: { insecureSkipVerification: isTrue(value) } }),
    },
    '/responseTransferMode': text('responseTransferMode'),
    '/integrationTarget': text('integrationTarget'),
    '/requestParameters/{key}': entries<IntegrationRecord>('requestParameters', 'parameter'),
    '/requestTemplates/{key}': entries<IntegrationRecord>('requestTemplates', 'contentType'),
    '/cacheKeyParameters/{key}': { add: addKey, remove: removeKey },
  },
  namePath,
)

/** Operations on integrations (facts/13, 114-129). */
export const integrations = {
  PutIntegration(input, call) {
    const { resource, method } = methodOf(call, input)
    const { restApiId, resourceId, httpMethod, integrationHttpMethod, ...members } = input
    const surroundings = { call, restApiId: restApiId as string, resourceId: resource.id, method: withoutResponses(method) }
    const integration = completeIntegration({ ...members, httpMethod: integrationHttpMethod }, surroundings)
    putMethodRecord(call, input, { ...method, methodIntegration: integration })
    return integration
  },

  GetIntegration: (input, call) => integrationOf(call, input).integration,

  UpdateIntegration(input, call) {
    const { resource, method, integration } = integrationOf(call, input)
    const patched = patchIntegration(integration, input.patchOperations, undefined)
    const surroundings = { call, restApiId: input.restApiId as string, resourceId: resource.id, method }
    const completed = completeIntegration(patched, surroundings)
    putMethodRecord(call, input, { ...method, methodIntegration: completed })
    return completed
  },

  DeleteIntegration(input, call) {
    const { method } = integrationOf(call, input)
    putMethodRecord(call, input, without(method, 'methodIntegration'))
    return NOTHING
  },
} satisfies Partial<ApiGateway>

/** A new integration starts without the responses of the one that it takes the place of. */
function withoutResponses(method: MethodRecord): MethodRecord {
  return withMember(method, 'methodIntegration', undefined)
}
