import type * as sdk from '@aws-sdk/client-api-gateway'
import type { IntegrationResponseRecord, MethodRecord } from '../../model/apigateway'
import type { AwsError } from '../../model/errors'
import type { Call } from '../operations'
import { notFound } from './errors'
import { integrationOf, type MethodPlace, putMethodRecord, resourceOf } from './lookup'
import { checkResponseParameters, checkTemplateTypes } from './mapping-expressions'
import { nonEmpty, present, withMember, withStatusCode } from './members'
import { entries, namePath, patcher, setText, unset } from './patch'
import { type ApiGateway, NOTHING } from './service'

type Place = MethodPlace & { readonly statusCode: string | undefined }

function noSuchResponse(): AwsError {
  return notFound('Invalid Response status code specified')
}

function responseOf(call: Call, place: Place): { method: MethodRecord; response: IntegrationResponseRecord } {
  const { method, integration } = integrationOf(call, place)
  const response = integration.integrationResponses?.[place.statusCode ?? '']
  if (response === undefined) throw noSuchResponse()
  return { method, response }
}

function putResponse(call: Call, place: Place, method: MethodRecord, response: IntegrationResponseRecord | undefined): void {
  const integration = method.methodIntegration
  if (integration === undefined) return
  const statusCode = place.statusCode as string
  const responses = withStatusCode(integration.integrationResponses, statusCode, response)
  putMethodRecord(call, place, { ...method, methodIntegration: withMember(integration, 'integrationResponses', responses) })
}

/** Makes an integration response: what was given, no more (facts/13, 130). */
export function newIntegrationResponse(method: MethodRecord, input: sdk.IntegrationResponse): IntegrationResponseRecord {
  const statusCode = input.statusCode as string
  checkResponseParameters(input.responseParameters, statusCode, method)
  checkTemplateTypes(input.responseTemplates)
  return present({
    statusCode,
    selectionPattern: input.selectionPattern,
    responseParameters: input.responseParameters,
    responseTemplates: input.responseTemplates,
    contentHandling: nonEmpty(input.contentHandling) as sdk.ContentHandlingStrategy | undefined,
  })
}

const patchResponse = patcher<IntegrationResponseRecord>(
  {
    '/selectionPattern': {
      replace: (response, { value }) => ({ ...response, selectionPattern: value ?? '' }),
      remove: unset('selectionPattern'),
    },
    '/contentHandling': { replace: setText('contentHandling'), remove: unset('contentHandling') },
    '/responseParameters/{key}': entries<IntegrationResponseRecord>('responseParameters', 'parameter'),
    '/responseTemplates/{key}': entries<IntegrationResponseRecord>('responseTemplates', 'contentType'),
  },
  namePath,
)

/** Operations on integration responses (facts/13, 130-140). */
export const integrationResponses = {
  PutIntegrationResponse(input, call) {
    const { method } = integrationOf(call, input)
    const response = newIntegrationResponse(method, input)
    putResponse(call, input, method, response)
    return response
  },

  GetIntegrationResponse: (input, call) => responseOf(call, input).response,

  UpdateIntegrationResponse(input, call) {
    const { method, response } = responseOf(call, input)
    const patched = newIntegrationResponse(method, patchResponse(response, input.patchOperations, undefined))
    putResponse(call, input, method, patched)
    return patched
  },

  DeleteIntegrationResponse(input, call) {
    const resource = resourceOf(call, input.restApiId, input.resourceId)
    // Deleting says "integration" also where there is no method (catalogue: test_delete_integration_response_errors).
    const method = resource.resourceMethods?.[input.httpMethod ?? '']
    if (method?.methodIntegration === undefined) throw notFound('Invalid Integration identifier specified')
    if (method.methodIntegration.integrationResponses?.[input.statusCode ?? ''] === undefined) throw noSuchResponse()
    putResponse(call, input, method, undefined)
    return NOTHING
  },
} satisfies Partial<ApiGateway>
