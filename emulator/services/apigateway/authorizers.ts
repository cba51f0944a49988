import type * as sdk from '@aws-sdk/client-api-gateway'
import type { AuthorizerRecord } from '../../model/apigateway'
import type { Call } from '../operations'
import { badRequest, conflict, notFound } from './errors'
import { restApiOf } from './lookup'
import { filled, nonEmpty, present } from './members'
import { page } from './paging'
import { type Effect, namePath, patcher, setText, unset } from './patch'
import { type ApiGateway, NOTHING } from './service'

const GREATEST_TTL = 3600

/** Checks an authorizer and completes it; a TTL that was not given stays absent (facts/13, 107). The wordings are uncertain. */
function complete(id: string, input: sdk.Authorizer): AuthorizerRecord {
  const type = input.type as sdk.AuthorizerType
  const isCognito = type === 'COGNITO_USER_POOLS'
  if (isCognito && filled(input.providerARNs) === undefined) throw badRequest('Provider ARNs cannot be empty')
  if (!isCognito && nonEmpty(input.authorizerUri) === undefined) throw badRequest('Authorizer URI cannot be empty')
  return present({
    id,
    name: input.name as string,
    type,
    providerARNs: filled(input.providerARNs),
    authType: nonEmpty(input.authType) ?? (isCognito ? 'cognito_user_pools' : 'custom'),
    authorizerUri: nonEmpty(input.authorizerUri),
    authorizerCredentials: nonEmpty(input.authorizerCredentials),
    identitySource: nonEmpty(input.identitySource),
    identityValidationExpression: nonEmpty(input.identityValidationExpression),
    authorizerResultTtlInSeconds:
      input.authorizerResultTtlInSeconds === undefined ? undefined : checkTtl(input.authorizerResultTtlInSeconds),
  })
}

function checkTtl(seconds: number): number {
  if (Number.isInteger(seconds) && seconds >= 0 && seconds <= GREATEST_TTL) return seconds
  throw badRequest(`Authorizer result TTL must be between 0 and ${GREATEST_TTL} seconds`)
}

/** Makes an authorizer, with an id of its own unless one is given. */
export function createAuthorizer(call: Call, restApiId: string, input: sdk.Authorizer, id = call.ids.short()): AuthorizerRecord {
  if (call.records.authorizers.list(restApiId).some((other) => other.name === input.name && other.id !== id)) {
    throw badRequest(`Authorizer name must be unique. Authorizer ${input.name} already exists in this RestApi.`)
  }
  return call.records.authorizers.put(complete(id, input), id, restApiId)
}

/** The authorizer of that id, or AWS's error. */
export function authorizerOf(call: Call, restApiId: string | undefined, id: string | undefined): AuthorizerRecord {
  const authorizer = call.records.authorizers.get(id ?? '', restApiId ?? '')
  if (authorizer === undefined) throw notFound('Invalid Authorizer identifier specified')
  return authorizer
}

const addProvider: Effect<AuthorizerRecord> = (authorizer, { value }) => ({
  ...authorizer,
  providerARNs: [...(authorizer.providerARNs ?? []).filter((other) => other !== value), value ?? ''],
})
const removeProvider: Effect<AuthorizerRecord> = (authorizer, { value }) => ({
  ...authorizer,
  providerARNs: (authorizer.providerARNs ?? []).filter((other) => other !== value),
})
const text = (member: keyof AuthorizerRecord & string) => ({
  replace: setText<AuthorizerRecord>(member),
  remove: unset<AuthorizerRecord>(member),
})
const replaceTtl: Effect<AuthorizerRecord> = (authorizer, { value }) => ({
  ...authorizer,
  authorizerResultTtlInSeconds: checkTtl(Number(value)),
})

const patchAuthorizer = patcher<AuthorizerRecord>(
  {
    '/name': { replace: (authorizer, { value }) => ({ ...authorizer, name: value ?? '' }) },
    '/type': { replace: setText('type') },
    '/authType': text('authType'),
    '/authorizerUri': { replace: setText('authorizerUri') },
    '/authorizerCredentials': text('authorizerCredentials'),
    '/identitySource': text('identitySource'),
    '/identityValidationExpression': text('identityValidationExpression'),
    '/authorizerResultTtlInSeconds': { replace: replaceTtl },
    '/providerARNs': { add: addProvider, remove: removeProvider },
  },
  namePath,
)

/** Operations on authorizers (facts/13, 107-110). */
export const authorizers = {
  CreateAuthorizer(input, call) {
    const api = call.records.restApis.get(input.restApiId ?? '')
    // An unknown API is a conflict here (facts/04, 1).
    if (api === undefined) throw conflict('Unable to complete operation due to concurrent modification. Please try again later.')
    return createAuthorizer(call, api.id, input)
  },

  GetAuthorizer: ({ restApiId, authorizerId }, call) => authorizerOf(call, restApiId, authorizerId),

  GetAuthorizers: (input, call) => page(call.records.authorizers.list(restApiOf(call, input.restApiId).id), input),

  UpdateAuthorizer({ restApiId, authorizerId, patchOperations }, call) {
    const patched = patchAuthorizer(authorizerOf(call, restApiId, authorizerId), patchOperations, undefined)
    return createAuthorizer(call, restApiId as string, patched, patched.id)
  },

  DeleteAuthorizer({ restApiId, authorizerId }, call) {
    const { id } = authorizerOf(call, restApiId, authorizerId)
    for (const resource of call.records.resources.list(restApiId)) {
      for (const [httpMethod, method] of Object.entries(resource.resourceMethods ?? {})) {
        if (method.authorizerId !== id) continue
        throw conflict(`Cannot delete authorizer '${id}', is referenced in method: ${resource.path}/${httpMethod}`)
      }
    }
    call.records.authorizers.delete(id, restApiId)
    return NOTHING
  },
} satisfies Partial<ApiGateway>
