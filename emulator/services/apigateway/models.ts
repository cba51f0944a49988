import type * as sdk from '@aws-sdk/client-api-gateway'
import type { ModelRecord } from '../../model/apigateway'
import type { Call } from '../operations'
import { badRequest, conflict, notFound } from './errors'
import { restApiOf } from './lookup'
import { nonEmpty, present } from './members'
import { flattenSchema, modelsNamed, schemaTemplate } from './model-schema'
import { page } from './paging'
import { type Effect, listPaths, patcher, setText } from './patch'
import { type ApiGateway, NOTHING } from './service'

const DRAFT_4 = 'http://json-schema.org/draft-04/schema#'
/** The models of a new API (facts/13, 81). The text of the schemas is in AWS's layout, as its console shows it. */
const DEFAULT_MODELS = [
  {
    name: 'Empty',
    description: 'This is a default empty schema model',
    schema: { $schema: DRAFT_4, title: 'Empty Schema', type: 'object' },
  },
  {
    name: 'Error',
    description: 'This is a default error schema model',
    schema: { $schema: DRAFT_4, title: 'Error Schema', type: 'object', properties: { message: { type: 'string' } } },
  },
]

/** Gives a new API the models `Empty` and `Error`. */
export function createDefaultModels(call: Call, restApiId: string): void {
  for (const { name, description, schema } of DEFAULT_MODELS) {
    const model = {
      id: call.ids.short(),
      name,
      description,
      schema: JSON.stringify(schema, null, 2),
      contentType: 'application/json',
    }
    call.records.models.put(model, name, restApiId)
  }
}

/** Makes a model after AWS's checks (facts/13, 86). */
export function createModel(call: Call, restApiId: string, input: Omit<sdk.CreateModelRequest, 'restApiId'>): ModelRecord {
  const name = input.name as string
  if (name === '') throw badRequest('Model name must be non-empty')
  if (!/^[a-zA-Z0-9]+$/.test(name)) throw badRequest(`Model name must be alphanumeric: ${name}`)
  const schema = checkSchema(input.schema, input.contentType)
  if (call.records.models.get(name, restApiId) !== undefined) throw conflict('Model name already exists for this REST API')
  const model = present({
    id: call.ids.short(),
    name,
    description: nonEmpty(input.description),
    schema,
    contentType: input.contentType as string,
  })
  return call.records.models.put(model, name, restApiId)
}

function checkSchema(schema: string | undefined, contentType: string | undefined): string {
  if (schema === undefined || schema === '') throw badRequest('Model schema must have at least 1 property or array items defined')
  if (contentType === undefined || !/[/+]json\b/.test(contentType)) return schema
  try {
    JSON.parse(schema)
    return schema
  } catch {
    // The wording after "errors" is uncertain.
    throw badRequest('Invalid model specified: Validation Result: warnings : [], errors : [Invalid model schema specified]')
  }
}

function modelOf(call: Call, restApiId: string | undefined, name: string | undefined): ModelRecord {
  const model = call.records.models.get(name ?? '', restApiId ?? '')
  if (model === undefined) throw notFound(`Invalid model name specified: ${name}`)
  return model
}

/** The error of a model in use: the last resource that refers to it is named, as recorded (facts/13, 83). */
function checkUnused(call: Call, restApiId: string, name: string): void {
  const uses = (models: Readonly<Record<string, string>> | undefined) => Object.values(models ?? {}).includes(name)
  for (const resource of call.records.resources.list(restApiId).toReversed()) {
    for (const [httpMethod, method] of Object.entries(resource.resourceMethods ?? {})) {
      const place = `${resource.path}/${httpMethod}`
      if (uses(method.requestModels)) throw conflict(`Cannot delete model '${name}', is referenced in method request: ${place}`)
      if (Object.values(method.methodResponses ?? {}).some((response) => uses(response.responseModels))) {
        throw conflict(`Cannot delete model '${name}', is referenced in method response: ${place}`)
      }
    }
  }
}

const replaceSchema: Effect<ModelRecord> = (model, { value }) => ({ ...model, schema: checkSchema(value, model.contentType) })
const patchModel = patcher<ModelRecord>(
  { '/description': { replace: setText('description') }, '/schema': { replace: replaceSchema } },
  listPaths,
)

/** Operations on models (facts/13, 80-90). */
export const models = {
  CreateModel: (input, call) => createModel(call, restApiOf(call, input.restApiId).id, input),

  GetModel({ restApiId, modelName, flatten }, call) {
    const model = modelOf(call, restApiId, modelName)
    if (!flatten || model.schema === undefined) return model
    return { ...model, schema: flattenSchema(model.schema, modelsNamed(call.records.models.list(restApiId))) }
  },

  GetModels: (input, call) => page(call.records.models.list(restApiOf(call, input.restApiId).id), input),

  GetModelTemplate({ restApiId, modelName }, call) {
    const model = modelOf(call, restApiId, modelName)
    return { value: schemaTemplate(model.schema ?? '{}', modelsNamed(call.records.models.list(restApiId))) }
  },

  UpdateModel({ restApiId, modelName, patchOperations }, call) {
    const model = patchModel(modelOf(call, restApiId, modelName), patchOperations, undefined)
    return call.records.models.put(model, model.name, restApiId)
  },

  DeleteModel({ restApiId, modelName }, call) {
    const { name } = modelOf(call, restApiId, modelName)
    checkUnused(call, restApiId as string, name)
    call.records.models.delete(name, restApiId)
    return NOTHING
  },
} satisfies Partial<ApiGateway>
