import type * as sdk from '@aws-sdk/client-api-gateway'
import type { ApiKeyRecord } from '../../model/apigateway'
import type { Call } from '../operations'
import { readKeys } from './api-key-file'
import { badRequest, conflict, notFound } from './errors'
import { filled, nonEmpty, present, timestamp, withMember, without } from './members'
import { pageOf } from './paging'
import { type Effect, listPaths, patcher, setFlag, setText } from './patch'
import { payloadText } from './payload'
import { checkCount } from './quotas'
import { type ApiGateway, NOTHING } from './service'

/** A key as it is answered where its value was not asked for (facts/13, 184). */
function hideValue(key: ApiKeyRecord): Omit<ApiKeyRecord, 'value'> {
  return without(key, 'value')
}

function withTags<T extends { readonly tags?: Record<string, string> | undefined }>(key: T): T {
  return { ...key, tags: key.tags ?? {} }
}

/** A key by id, or AWS's 404. */
export function apiKeyOf(call: Call, id: string | undefined): ApiKeyRecord {
  const key = call.records.apiKeys.get(id ?? '')
  if (key === undefined) throw notFound('Invalid API Key identifier specified')
  return key
}

function checkName(name: string | undefined): string | undefined {
  if (name !== undefined && name.length > 1024) throw badRequest('Invalid API Key name, can be at most 1024 characters.')
  return nonEmpty(name)
}

function checkDescription(description: string | undefined): string | undefined {
  if (description !== undefined && description.length > 125_000) throw badRequest('Invalid API Key description specified.')
  return nonEmpty(description)
}

function checkValue(call: Call, value: string | undefined): string {
  if (value === undefined || value === '') return call.ids.keyValue()
  if (value.length < 20) throw badRequest('API Key value should be at least 20 characters')
  if (value.length > 128) throw badRequest('API Key value exceeds maximum size of 128 characters')
  if (call.records.apiKeys.list().some((other) => other.value === value)) throw conflict('API Key already exists')
  return value
}

function stageKey(call: Call, restApiId: string | undefined, stageName: string | undefined): string {
  // The wording is uncertain.
  if (call.records.stages.get(stageName ?? '', restApiId ?? '') === undefined) throw badRequest('Invalid stage identifier specified')
  return `${restApiId}/${stageName}`
}

/** Makes a key. Its id is its own, unless `generateDistinctId` is false in so many words: then it is the value (uncertain). */
function createKey(call: Call, input: sdk.CreateApiKeyRequest): ApiKeyRecord {
  const name = checkName(input.name)
  const description = checkDescription(input.description)
  const value = checkValue(call, input.value)
  checkCount('API Keys', call.records.apiKeys.ids().length + 1)
  const stageKeys = (input.stageKeys ?? []).map(({ restApiId, stageName }) => stageKey(call, restApiId, stageName))
  const id = input.generateDistinctId === false ? value : call.ids.long()
  const key = present({
    id,
    value,
    name,
    customerId: nonEmpty(input.customerId),
    description,
    enabled: input.enabled ?? false,
    createdDate: timestamp(call),
    lastUpdatedDate: timestamp(call),
    stageKeys,
    tags: filled(input.tags),
  })
  return call.records.apiKeys.put(key, id)
}

type KeyEffect = Effect<ApiKeyRecord, Call>
const addStage: KeyEffect = (key, { value }, call) => {
  const [restApiId, stageName] = (value ?? '').split('/')
  const added = stageKey(call, restApiId, stageName)
  return { ...key, stageKeys: [...key.stageKeys.filter((other) => other !== added), added] }
}
const removeStage: KeyEffect = (key, { value }) => ({ ...key, stageKeys: key.stageKeys.filter((other) => other !== value) })
const patchKey = patcher<ApiKeyRecord, Call>(
  {
    '/description': { replace: (key, { value }) => withMember(key, 'description', checkDescription(value)) },
    '/enabled': { replace: setFlag('enabled') },
    '/name': { replace: (key, { value }) => withMember(key, 'name', checkName(value)) },
    '/customerId': { replace: setText('customerId') },
    '/stages': { add: addStage, remove: removeStage },
  },
  listPaths,
)

/** Operations on API keys (facts/13, 181-186). */
export const apiKeys = {
  CreateApiKey: (input, call) => createKey(call, input),

  GetApiKey({ apiKey, includeValue }, call) {
    const key = withTags(apiKeyOf(call, apiKey))
    return includeValue ? key : hideValue(key)
  },

  /** Newest first; names are asked for by their beginning (facts/13, 184). */
  GetApiKeys(input, call) {
    const { nameQuery, customerId } = input
    const found = call.records.apiKeys
      .list()
      .filter((key) => nameQuery === undefined || key.name?.startsWith(nameQuery))
      .filter((key) => customerId === undefined || key.customerId === customerId)
      .toReversed()
    return pageOf(found, input, (key): sdk.ApiKey => (input.includeValues ? key : hideValue(key)))
  },

  UpdateApiKey({ apiKey, patchOperations }, call) {
    const key = patchKey(apiKeyOf(call, apiKey), patchOperations, call)
    call.records.apiKeys.put({ ...key, lastUpdatedDate: timestamp(call) }, key.id)
    return hideValue(withTags({ ...key, lastUpdatedDate: timestamp(call) }))
  },

  DeleteApiKey({ apiKey }, call) {
    const { id } = apiKeyOf(call, apiKey)
    for (const plan of call.records.usagePlanKeys.parents()) call.records.usagePlanKeys.delete(id, plan)
    call.records.apiKeys.delete(id)
    return NOTHING
  },

  /** A key with a value that is there already is overwritten (facts/05, 3). */
  ImportApiKeys({ body, failOnWarnings }, call) {
    const { keys, warnings } = readKeys(payloadText(body))
    const known = (id: string) => call.records.usagePlans.get(id) !== undefined
    for (const { line, usagePlanIds } of keys) {
      for (const id of usagePlanIds) if (!known(id)) warnings.push(`Line ${line}: usage plan ${id} does not exist.`)
    }
    if (failOnWarnings && warnings.length > 0) throw badRequest(warnings.join('\n'))
    const ids = keys.map(({ usagePlanIds, value, ...members }) => {
      const existing = call.records.apiKeys.list().find((key) => key.value === value)
      const key =
        existing === undefined
          ? createKey(call, { ...members, value })
          : call.records.apiKeys.put({ ...existing, ...present(members), lastUpdatedDate: timestamp(call) }, existing.id)
      for (const plan of usagePlanIds.filter(known)) call.records.usagePlanKeys.put({ id: key.id, type: 'API_KEY' }, key.id, plan)
      return key.id
    })
    return { ids, warnings }
  },
} satisfies Partial<ApiGateway>
