import type { MethodRecord, ResourceRecord, RestApiRecord } from '../../model/apigateway'
import type { Call } from '../operations'
import { present } from './members'

/** Copies all of an API but its deployments, stages and documentation into a new one (CreateRestApi with `cloneFrom`). */
export function cloneApi(call: Call, source: RestApiRecord, target: RestApiRecord): void {
  const { authorizers, requestValidators, models, gatewayResponses, resources } = call.records
  const ids = new Map([[source.rootResourceId, target.rootResourceId]])
  const newId = (old: string): string => {
    const id = ids.get(old) ?? call.ids.short()
    ids.set(old, id)
    return id
  }
  for (const authorizer of authorizers.list(source.id))
    authorizers.put({ ...authorizer, id: newId(authorizer.id) }, newId(authorizer.id), target.id)
  for (const validator of requestValidators.list(source.id)) {
    requestValidators.put({ ...validator, id: newId(validator.id) }, newId(validator.id), target.id)
  }
  for (const model of models.list(source.id)) {
    const schema = model.schema?.replaceAll(`/restapis/${source.id}/models/`, `/restapis/${target.id}/models/`)
    models.put(present({ ...model, id: call.ids.short(), schema }), model.name, target.id)
  }
  for (const response of gatewayResponses.list(source.id)) gatewayResponses.put(response, response.responseType, target.id)
  for (const resource of resources.list(source.id)) {
    const id = newId(resource.id)
    resources.put(cloneResource(resource, id, newId), id, target.id)
  }
}

function cloneResource(resource: ResourceRecord, id: string, newId: (old: string) => string): ResourceRecord {
  const methods = Object.entries(resource.resourceMethods ?? {}).map(([name, method]) => [
    name,
    cloneMethod(method, resource.id, id, newId),
  ])
  return present({
    ...resource,
    id,
    parentId: resource.parentId === undefined ? undefined : newId(resource.parentId),
    resourceMethods: methods.length === 0 ? undefined : (Object.fromEntries(methods) as Record<string, MethodRecord>),
  })
}

function cloneMethod(method: MethodRecord, oldResource: string, resource: string, newId: (old: string) => string): MethodRecord {
  const integration = method.methodIntegration
  return present({
    ...method,
    authorizerId: method.authorizerId === undefined ? undefined : newId(method.authorizerId),
    requestValidatorId: method.requestValidatorId === undefined ? undefined : newId(method.requestValidatorId),
    methodIntegration: integration?.cacheNamespace === oldResource ? { ...integration, cacheNamespace: resource } : integration,
  })
}
