import type * as sdk from '@aws-sdk/client-api-gateway'
import type { RestApiRecord } from '../../model/apigateway'
import type { Call } from '../operations'
import { cloneApi } from './clone'
import { endpointConfiguration, endpointPatches } from './endpoint'
import { badRequest, conflict } from './errors'
import { restApiOf } from './lookup'
import { filled, present, timestamp, withMember, without } from './members'
import { createDefaultModels } from './models'
import { pageOf } from './paging'
import { type Effect, isTrue, namePath, patcher, setText, unset } from './patch'
import { escapePolicy, normalisePolicy } from './resource-policy'
import { type ApiGateway, NOTHING } from './service'
import { detachFromUsagePlans } from './usage-plan-stages'

/** The greatest threshold of compression: 10 MB, as the payload (facts/05, 5). */
const GREATEST_COMPRESSION_SIZE = 10_485_760

/** Tables whose records are parts of an API. */
export const API_TABLES = [
  'resources',
  'models',
  'requestValidators',
  'authorizers',
  'gatewayResponses',
  'deployments',
  'stages',
  'documentationParts',
  'documentationVersions',
] as const

export function checkCompressionSize(size: number): number {
  if (Number.isInteger(size) && size >= 0 && size <= GREATEST_COMPRESSION_SIZE) return size
  throw badRequest(`Invalid minimum compression size, must be between 0 and ${GREATEST_COMPRESSION_SIZE}`)
}

/** A REST API as AWS answers it: the policy escaped. */
export function describeApi(api: RestApiRecord): RestApiRecord {
  return api.policy === undefined ? api : { ...api, policy: escapePolicy(api.policy) }
}

/** A REST API as GetRestApi, UpdateRestApi and PutRestApi answer it: `tags` always there (facts/13, 19). */
export function describeApiWithTags(api: RestApiRecord): RestApiRecord {
  return { ...describeApi(api), tags: api.tags ?? {} }
}

/** The tag by which an API gets an id that is known beforehand: Portico's own, which means nothing on AWS. */
const ID_TAG = 'portico:id'

function chosenId(call: Call, tags: Readonly<Record<string, string>> | undefined): string | undefined {
  const id = tags?.[ID_TAG]
  if (id === undefined) return undefined
  if (!/^[a-z0-9]{1,32}$/.test(id)) throw badRequest(`The tag ${ID_TAG} is ${id}: expected 1 to 32 of a-z and 0-9`)
  if (call.records.restApis.get(id) !== undefined) throw conflict(`The tag ${ID_TAG} is ${id}: another API has this id`)
  return id
}

/** Makes an API with its root resource; no models yet. The order of the checks is recorded (facts/13, 16). */
export function createApi(call: Call, input: Omit<sdk.CreateRestApiRequest, 'cloneFrom'>): RestApiRecord {
  if (input.description === '') throw badRequest('Description cannot be an empty string')
  const minimumCompressionSize = input.minimumCompressionSize === undefined ? undefined : checkCompressionSize(input.minimumCompressionSize)
  const endpoint = endpointConfiguration(input.endpointConfiguration)
  const id = chosenId(call, input.tags) ?? call.ids.long()
  const rootResourceId = call.ids.long()
  const api = present({
    id,
    name: input.name as string,
    description: input.description,
    createdDate: timestamp(call),
    version: input.version,
    binaryMediaTypes: filled(input.binaryMediaTypes),
    minimumCompressionSize,
    apiKeySource: input.apiKeySource ?? ('HEADER' as const),
    endpointConfiguration: endpoint,
    policy: input.policy === undefined || input.policy === '' ? undefined : normalisePolicy(call, id, input.policy),
    tags: filled(input.tags),
    disableExecuteApiEndpoint: input.disableExecuteApiEndpoint ?? false,
    rootResourceId,
    securityPolicy: input.securityPolicy,
    endpointAccessMode: input.endpointAccessMode,
  })
  call.records.restApis.put(api, id)
  call.records.resources.put({ id: rootResourceId, path: '/' }, rootResourceId, id)
  return api
}

const mediaType: { add: Effect<RestApiRecord>; replace: Effect<RestApiRecord>; remove: Effect<RestApiRecord> } = {
  // The path names the type, whatever the value says (facts/13, 23 and 26).
  add: (api, { names }) => ({ ...api, binaryMediaTypes: [...mediaTypesBut(api, names['type']), names['type'] as string] }),
  replace: (api, { names, value }) => ({
    ...api,
    binaryMediaTypes: [...mediaTypesBut(api, names['type']), value ?? (names['type'] as string)],
  }),
  remove: (api, { names }) => withMember(api, 'binaryMediaTypes', filled(mediaTypesBut(api, names['type']))),
}

function mediaTypesBut(api: RestApiRecord, type: string | undefined): string[] {
  return (api.binaryMediaTypes ?? []).filter((other) => other !== type)
}

type ApiEffect = Effect<RestApiRecord, Call>
const replaceCompression: ApiEffect = (api, { value }) =>
  value === undefined || value === ''
    ? without(api, 'minimumCompressionSize')
    : { ...api, minimumCompressionSize: checkCompressionSize(/^-?\d+$/.test(value) ? Number(value) : Number.NaN) }
const replaceKeySource: ApiEffect = (api, { value }) => {
  // The wording is uncertain.
  if (value !== 'HEADER' && value !== 'AUTHORIZER')
    throw badRequest('Invalid API key source specified. Valid options are HEADER,AUTHORIZER')
  return { ...api, apiKeySource: value }
}
const replacePolicy: ApiEffect = (api, { value }, call) =>
  withMember(api, 'policy', value === undefined || value === '' ? undefined : normalisePolicy(call, api.id, value))
const ignoringCall =
  (effect: Effect<RestApiRecord>): ApiEffect =>
  (api, target) =>
    effect(api, target, undefined)
const rename: ApiEffect = (api, { value }) => ({ ...api, name: value ?? api.name })

const patchApi = patcher<RestApiRecord, Call>(
  {
    '/name': { replace: rename },
    '/description': { add: setText('description'), replace: setText('description'), remove: unset('description') },
    '/version': { replace: setText('version'), remove: unset('version') },
    '/apiKeySource': { replace: replaceKeySource },
    '/policy': { add: replacePolicy, replace: replacePolicy, remove: unset('policy') },
    '/minimumCompressionSize': { replace: replaceCompression },
    '/disableExecuteApiEndpoint': { replace: (api, { value }) => ({ ...api, disableExecuteApiEndpoint: isTrue(value) }) },
    '/binaryMediaTypes/{type}': {
      add: ignoringCall(mediaType.add),
      replace: ignoringCall(mediaType.replace),
      remove: ignoringCall(mediaType.remove),
    },
    '/endpointConfiguration/types/{type}': { replace: (api, target) => ({ ...api, ...endpointPatches.replaceType(api, target) }) },
    '/endpointConfiguration/ipAddressType': {
      replace: (api, target) => ({ ...api, ...endpointPatches.replaceIpAddressType(api, target) }),
    },
    '/endpointConfiguration/vpcEndpointIds': {
      add: (api, target) => ({ ...api, ...endpointPatches.addVpcEndpoint(api, target) }),
      remove: (api, target) => ({ ...api, ...endpointPatches.removeVpcEndpoint(api, target) }),
    },
    '/endpointConfiguration/vpcEndpointIds/{id}': {
      add: (api, target) => ({ ...api, ...endpointPatches.addVpcEndpoint(api, target) }),
      remove: (api, target) => ({ ...api, ...endpointPatches.removeVpcEndpoint(api, target) }),
    },
    '/securityPolicy': { replace: setText('securityPolicy') },
    '/endpointAccessMode': { replace: setText('endpointAccessMode'), remove: unset('endpointAccessMode') },
  },
  namePath,
)

/** Operations on REST APIs themselves (facts/13, 6-30). */
export const restApis = {
  CreateRestApi(input, call) {
    const source = input.cloneFrom === undefined || input.cloneFrom === '' ? undefined : restApiOf(call, input.cloneFrom)
    const api = createApi(call, input)
    if (source === undefined) createDefaultModels(call, api.id)
    else cloneApi(call, source, api)
    return describeApi(api)
  },

  GetRestApi: ({ restApiId }, call) => describeApiWithTags(restApiOf(call, restApiId)),

  GetRestApis: (input, call) => pageOf(call.records.restApis.list(), input, describeApi),

  UpdateRestApi({ restApiId, patchOperations }, call) {
    const api = patchApi(restApiOf(call, restApiId), patchOperations, call)
    return describeApiWithTags(call.records.restApis.put(api, api.id))
  },

  DeleteRestApi({ restApiId }, call) {
    const { id } = restApiOf(call, restApiId)
    const { domainNames, basePathMappings, restApis } = call.records
    const mapped = domainNames.ids().filter((domain) => basePathMappings.list(domain).some((mapping) => mapping.restApiId === id))
    if (mapped.length > 0) {
      throw badRequest(
        `Deleting RestApi ${id} failed. Please remove all base path mappings related to the RestApi in your domains: ${mapped.join(', ')}`,
      )
    }
    detachFromUsagePlans(call, id)
    for (const table of API_TABLES.toReversed()) call.records[table].deleteAll(id)
    restApis.delete(id)
    return NOTHING
  },
} satisfies Partial<ApiGateway>
