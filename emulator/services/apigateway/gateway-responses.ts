import type * as sdk from '@aws-sdk/client-api-gateway'
import type { GatewayResponseRecord } from '../../model/apigateway'
import type { Call } from '../operations'
import { GATEWAY_RESPONSE_TYPES } from './constraints'
import { notFound } from './errors'
import { restApiOf } from './lookup'
import { nonEmpty, present } from './members'
import { page } from './paging'
import { entries, namePathOnly, patcher, setText } from './patch'
import { type ApiGateway, NOTHING } from './service'

/** Status codes where no gateway response was put; DEFAULT_4XX and DEFAULT_5XX have none (facts/13, 142). */
const DEFAULT_STATUS: Readonly<Partial<Record<sdk.GatewayResponseType, string>>> = {
  ACCESS_DENIED: '403',
  API_CONFIGURATION_ERROR: '500',
  AUTHORIZER_CONFIGURATION_ERROR: '500',
  AUTHORIZER_FAILURE: '500',
  BAD_REQUEST_BODY: '400',
  BAD_REQUEST_PARAMETERS: '400',
  EXPIRED_TOKEN: '403',
  INTEGRATION_FAILURE: '504',
  INTEGRATION_TIMEOUT: '504',
  INVALID_API_KEY: '403',
  INVALID_SIGNATURE: '403',
  MISSING_AUTHENTICATION_TOKEN: '403',
  QUOTA_EXCEEDED: '429',
  REQUEST_TOO_LARGE: '413',
  RESOURCE_NOT_FOUND: '404',
  THROTTLED: '429',
  UNAUTHORIZED: '401',
  UNSUPPORTED_MEDIA_TYPE: '415',
  WAF_FILTERED: '403',
}
/** The templates of a gateway response that was given none. */
export const DEFAULT_TEMPLATES = { 'application/json': '{"message":$context.error.messageString}' }

function defaultResponse(responseType: sdk.GatewayResponseType): GatewayResponseRecord {
  return present({
    responseType,
    statusCode: DEFAULT_STATUS[responseType],
    responseParameters: {},
    responseTemplates: DEFAULT_TEMPLATES,
    defaultResponse: true,
  })
}

function responseOf(call: Call, restApiId: string | undefined, type: sdk.GatewayResponseType | undefined): GatewayResponseRecord {
  const { id } = restApiOf(call, restApiId)
  return call.records.gatewayResponses.get(type ?? '', id) ?? defaultResponse(type as sdk.GatewayResponseType)
}

/** Puts a gateway response; what is not given has the type's defaults (that templates have too is uncertain). */
export function putGatewayResponse(
  call: Call,
  restApiId: string,
  input: Omit<sdk.PutGatewayResponseRequest, 'restApiId'>,
): GatewayResponseRecord {
  const responseType = input.responseType as sdk.GatewayResponseType
  const response = present({
    responseType,
    statusCode: nonEmpty(input.statusCode) ?? DEFAULT_STATUS[responseType],
    responseParameters: input.responseParameters ?? {},
    responseTemplates: input.responseTemplates ?? DEFAULT_TEMPLATES,
    defaultResponse: false,
  })
  return call.records.gatewayResponses.put(response, responseType, restApiId)
}

const patchResponse = patcher<GatewayResponseRecord>(
  {
    '/statusCode': { replace: setText('statusCode') },
    '/responseParameters/{key}': entries<GatewayResponseRecord>('responseParameters', 'parameter', {
      valueRequired: true,
      keepEmpty: true,
    }),
    '/responseTemplates/{key}': entries<GatewayResponseRecord>('responseTemplates', 'contentType', {
      valueRequired: true,
      keepEmpty: true,
    }),
  },
  namePathOnly,
)

/** Operations on gateway responses (facts/13, 141-151). */
export const gatewayResponses = {
  PutGatewayResponse: (input, call) => putGatewayResponse(call, restApiOf(call, input.restApiId).id, input),

  GetGatewayResponse: ({ restApiId, responseType }, call) => responseOf(call, restApiId, responseType),

  GetGatewayResponses(input, call) {
    const { id } = restApiOf(call, input.restApiId)
    return page(
      GATEWAY_RESPONSE_TYPES.toSorted().map((type) => responseOf(call, id, type)),
      input,
    )
  },

  UpdateGatewayResponse({ restApiId, responseType, patchOperations }, call) {
    const patched = patchResponse(responseOf(call, restApiId, responseType), patchOperations, undefined)
    return call.records.gatewayResponses.put({ ...patched, defaultResponse: false }, patched.responseType, restApiId)
  },

  DeleteGatewayResponse({ restApiId, responseType }, call) {
    const { id } = restApiOf(call, restApiId)
    if (!call.records.gatewayResponses.delete(responseType ?? '', id)) throw notFound('Gateway response type not defined on api')
    return NOTHING
  },
} satisfies Partial<ApiGateway>
