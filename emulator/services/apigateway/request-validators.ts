import type * as sdk from '@aws-sdk/client-api-gateway'
import type { RequestValidatorRecord } from '../../model/apigateway'
import type { Call } from '../operations'
import { badRequest, conflict, notFound } from './errors'
import { restApiOf } from './lookup'
import { page } from './paging'
import { type Effect, listPaths, patcher, setFlag } from './patch'
import { type ApiGateway, NOTHING } from './service'

/** Makes a validator; both kinds of validation are off unless asked for. A validator without a name has the empty one. */
export function createValidator(
  call: Call,
  restApiId: string,
  input: Omit<sdk.CreateRequestValidatorRequest, 'restApiId'>,
  id = call.ids.short(),
): RequestValidatorRecord {
  const validator = {
    id,
    name: input.name ?? '',
    validateRequestBody: input.validateRequestBody ?? false,
    validateRequestParameters: input.validateRequestParameters ?? false,
  }
  return call.records.requestValidators.put(validator, id, restApiId)
}

function validatorOf(call: Call, restApiId: string | undefined, id: string | undefined): RequestValidatorRecord {
  const validator = call.records.requestValidators.get(id ?? '', restApiId ?? '')
  if (validator === undefined) throw notFound('Invalid Request Validator identifier specified')
  return validator
}

const rename: Effect<RequestValidatorRecord> = (validator, { value }) => {
  if (value === undefined || value.trim() === '') throw badRequest('Request Validator name cannot be blank')
  return { ...validator, name: value }
}
const patchValidator = patcher<RequestValidatorRecord>(
  {
    '/name': { replace: rename },
    '/validateRequestParameters': { replace: setFlag('validateRequestParameters') },
    '/validateRequestBody': { replace: setFlag('validateRequestBody') },
  },
  listPaths,
)

/** Operations on request validators (facts/13, 92-95). */
export const requestValidators = {
  CreateRequestValidator(input, call) {
    const api = call.records.restApis.get(input.restApiId ?? '')
    if (api === undefined) throw badRequest('Invalid REST API identifier specified')
    return createValidator(call, api.id, input)
  },

  GetRequestValidator: ({ restApiId, requestValidatorId }, call) => validatorOf(call, restApiId, requestValidatorId),

  GetRequestValidators: (input, call) => page(call.records.requestValidators.list(restApiOf(call, input.restApiId).id), input),

  UpdateRequestValidator({ restApiId, requestValidatorId, patchOperations }, call) {
    const validator = patchValidator(validatorOf(call, restApiId, requestValidatorId), patchOperations, undefined)
    return call.records.requestValidators.put(validator, validator.id, restApiId)
  },

  DeleteRequestValidator({ restApiId, requestValidatorId }, call) {
    const { id } = validatorOf(call, restApiId, requestValidatorId)
    for (const resource of call.records.resources.list(restApiId)) {
      for (const [httpMethod, method] of Object.entries(resource.resourceMethods ?? {})) {
        if (method.requestValidatorId !== id) continue
        // That a validator in use stays follows models (facts/13, 83); it is uncertain.
        throw conflict(`Cannot delete request validator '${id}', is referenced in method request: ${resource.path}/${httpMethod}`)
      }
    }
    call.records.requestValidators.delete(id, restApiId)
    return NOTHING
  },
} satisfies Partial<ApiGateway>
