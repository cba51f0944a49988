import type * as sdk from '@aws-sdk/client-api-gateway'
import type { MethodRecord, MethodResponseRecord } from '../../model/apigateway'
import type { Call } from '../operations'
import { conflict, notFound } from './errors'
import { type MethodPlace, methodOf, putMethodRecord } from './lookup'
import { checkMethodResponseParameters } from './mapping-expressions'
import { present, withMember, withStatusCode } from './members'
import { checkModels } from './methods'
import { entries, isTrue, namePath, patcher } from './patch'
import { type ApiGateway, NOTHING } from './service'

type Place = MethodPlace & { readonly statusCode: string | undefined }

function responseOf(method: MethodRecord, statusCode: string | undefined): MethodResponseRecord {
  const response = method.methodResponses?.[statusCode ?? '']
  if (response === undefined) throw notFound('Invalid Response status code specified')
  return response
}

function putResponse(call: Call, place: Place, method: MethodRecord, response: MethodResponseRecord | undefined): void {
  const statusCode = place.statusCode as string
  putMethodRecord(call, place, withMember(method, 'methodResponses', withStatusCode(method.methodResponses, statusCode, response)))
}

/** Makes a method response; maps are kept even when they are empty (facts/13, 71). */
export function newMethodResponse(
  call: Call,
  restApiId: string,
  input: Pick<sdk.PutMethodResponseRequest, 'statusCode' | 'responseParameters' | 'responseModels'>,
): MethodResponseRecord {
  const { responseParameters, responseModels } = input
  checkModels(call, restApiId, responseModels)
  checkMethodResponseParameters(responseParameters)
  return present({ statusCode: input.statusCode as string, responseParameters, responseModels })
}

const patchResponse = patcher<MethodResponseRecord>(
  {
    '/responseParameters/{key}': entries<MethodResponseRecord, boolean>('responseParameters', 'parameter', { read: isTrue }),
    '/responseModels/{key}': entries<MethodResponseRecord>('responseModels', 'contentType'),
  },
  namePath,
)

/** Operations on method responses (facts/13, 71-79). */
export const methodResponses = {
  PutMethodResponse(input, call) {
    const { method } = methodOf(call, input)
    if (method.methodResponses?.[input.statusCode ?? ''] !== undefined) throw conflict('Response already exists for this resource')
    const response = newMethodResponse(call, input.restApiId as string, input)
    putResponse(call, input, method, response)
    return response
  },

  GetMethodResponse: (input, call) => responseOf(methodOf(call, input).method, input.statusCode),

  UpdateMethodResponse(input, call) {
    const { method } = methodOf(call, input)
    const patched = patchResponse(responseOf(method, input.statusCode), input.patchOperations, undefined)
    const response = newMethodResponse(call, input.restApiId as string, patched)
    putResponse(call, input, method, response)
    return response
  },

  DeleteMethodResponse(input, call) {
    const { method } = methodOf(call, input)
    responseOf(method, input.statusCode)
    putResponse(call, input, method, undefined)
    return NOTHING
  },
} satisfies Partial<ApiGateway>
