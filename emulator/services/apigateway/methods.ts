import type * as sdk from '@aws-sdk/client-api-gateway'
import type { MethodRecord } from '../../model/apigateway'
import type { Call } from '../operations'
import { badRequest, conflict, notFound } from './errors'
import { methodOf, putMethodRecord, resourceOf } from './lookup'
import { checkMethodRequestParameters } from './mapping-expressions'
import { filled, nonEmpty, present, withMember, without } from './members'
import { type Effect, entries, isTrue, namePath, patcher, setFlag, setText } from './patch'
import { type ApiGateway, NOTHING } from './service'

const HTTP_METHODS = ['GET', 'PUT', 'POST', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD', 'ANY']
const AUTHORIZATION_TYPES = ['NONE', 'AWS_IAM', 'CUSTOM', 'COGNITO_USER_POOLS']

/** Checks an HTTP method, that of a method or of an integration. */
export function checkHttpMethod(httpMethod: string | undefined): void {
  if (!HTTP_METHODS.includes(httpMethod ?? '')) {
    throw badRequest(`Invalid HttpMethod specified. Valid options are ${HTTP_METHODS.join(',')}`)
  }
}

/** The authorization type in its own spelling: any case is taken (facts/13, 55). */
function authorizationType(type: string | undefined): string {
  const upper = (type ?? '').toUpperCase()
  // The wording is uncertain.
  if (!AUTHORIZATION_TYPES.includes(upper)) {
    throw badRequest(`Invalid authorization type specified. Valid options are ${AUTHORIZATION_TYPES.join(',')}`)
  }
  return upper
}

function usesAuthorizer(method: MethodRecord): boolean {
  return method.authorizationType === 'CUSTOM' || method.authorizationType === 'COGNITO_USER_POOLS'
}

/** Checks what a method refers to (facts/13, 60-63), and leaves out an authorizer that its type does not use (68). */
export function checkMethod(call: Call, restApiId: string, method: MethodRecord): MethodRecord {
  if (usesAuthorizer(method) && call.records.authorizers.get(method.authorizerId ?? '', restApiId) === undefined) {
    throw badRequest(
      'Invalid authorizer ID specified. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS requires a valid authorizer.',
    )
  }
  const { requestValidatorId } = method
  if (requestValidatorId !== undefined && call.records.requestValidators.get(requestValidatorId, restApiId) === undefined) {
    throw badRequest('Invalid Request Validator identifier specified')
  }
  checkModels(call, restApiId, method.requestModels)
  checkMethodRequestParameters(method.requestParameters)
  return usesAuthorizer(method) ? method : without(method, 'authorizerId')
}

/** Checks that models are there, by name. */
export function checkModels(call: Call, restApiId: string, models: Readonly<Record<string, string>> | undefined): void {
  for (const name of Object.values(models ?? {})) {
    if (call.records.models.get(name, restApiId) === undefined) throw badRequest(`Invalid model identifier specified: ${name}`)
  }
}

/** Makes a method from PutMethod's input, without looking at what stands there. */
export function newMethod(call: Call, restApiId: string, input: Omit<sdk.PutMethodRequest, 'restApiId' | 'resourceId'>): MethodRecord {
  const method = present({
    httpMethod: input.httpMethod as string,
    authorizationType: authorizationType(input.authorizationType),
    authorizerId: nonEmpty(input.authorizerId),
    apiKeyRequired: input.apiKeyRequired ?? false,
    requestValidatorId: nonEmpty(input.requestValidatorId),
    operationName: nonEmpty(input.operationName),
    requestParameters: filled(input.requestParameters),
    requestModels: filled(input.requestModels),
    authorizationScopes: filled(input.authorizationScopes),
  })
  return checkMethod(call, restApiId, method)
}

const requestParameters = entries<MethodRecord, boolean>('requestParameters', 'parameter', { read: isTrue })
const requestModels = entries<MethodRecord>('requestModels', 'contentType')
const addScope: Effect<MethodRecord> = (method, { value }) => ({
  ...method,
  authorizationScopes: [...(method.authorizationScopes ?? []).filter((scope) => scope !== value), value ?? ''],
})
const removeScope: Effect<MethodRecord> = (method, { value }) => {
  const scopes = method.authorizationScopes ?? []
  // The wording is uncertain.
  if (value !== undefined && !scopes.includes(value)) throw notFound('Invalid parameter name specified')
  return withMember(method, 'authorizationScopes', value === undefined ? undefined : filled(scopes.filter((scope) => scope !== value)))
}

const patchMethod = patcher<MethodRecord>(
  {
    '/authorizationType': { replace: (method, { value }) => ({ ...method, authorizationType: authorizationType(value) }) },
    '/authorizerId': { replace: setText('authorizerId') },
    '/apiKeyRequired': { replace: setFlag('apiKeyRequired') },
    '/operationName': { replace: setText('operationName') },
    '/requestValidatorId': { replace: setText('requestValidatorId') },
    '/authorizationScopes': { add: addScope, remove: removeScope },
    '/requestParameters/{key}': requestParameters,
    '/requestModels/{key}': requestModels,
  },
  namePath,
)

/** Operations on methods (facts/13, 54-70). */
export const methods = {
  PutMethod(input, call) {
    const resource = resourceOf(call, input.restApiId, input.resourceId)
    checkHttpMethod(input.httpMethod)
    if (resource.resourceMethods?.[input.httpMethod as string] !== undefined) throw conflict('Method already exists for this resource')
    const method = newMethod(call, input.restApiId as string, input)
    putMethodRecord(call, input, method)
    return method
  },

  GetMethod: (input, call) => methodOf(call, input).method,

  UpdateMethod(input, call) {
    const patched = patchMethod(methodOf(call, input).method, input.patchOperations, undefined)
    const method = checkMethod(call, input.restApiId as string, patched)
    putMethodRecord(call, input, method)
    return method
  },

  DeleteMethod(input, call) {
    methodOf(call, input)
    putMethodRecord(call, input, undefined)
    return NOTHING
  },
} satisfies Partial<ApiGateway>
