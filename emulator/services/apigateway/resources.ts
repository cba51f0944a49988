import type * as sdk from '@aws-sdk/client-api-gateway'
import type { ResourceRecord } from '../../model/apigateway'
import type { Call } from '../operations'
import { badRequest } from './errors'
import { resourceOf, restApiOf } from './lookup'
import { pageOf } from './paging'
import { type Effect, listPaths, patcher } from './patch'
import { addResource, checkPathPart, checkPlace, childPath, deleteWithDescendants, isWithin, putWithDescendants } from './resource-tree'
import { type ApiGateway, NOTHING } from './service'

/** A resource as AWS answers it: its methods in full with `embed=methods`, else as empty objects (facts/13, 38). */
function describe(resource: ResourceRecord, embed: readonly string[] | undefined): sdk.Resource {
  if (resource.resourceMethods === undefined || embed?.includes('methods')) return resource
  return { ...resource, resourceMethods: Object.fromEntries(Object.keys(resource.resourceMethods).map((method) => [method, {}])) }
}

type Scope = { readonly call: Call; readonly restApiId: string }

const replaceParent: Effect<ResourceRecord, Scope> = (resource, { value }, { call, restApiId }) => {
  if (resource.parentId === undefined) throw badRequest('Root resource cannot update its parentId.')
  const parent = resourceOf(call, restApiId, value)
  if (isWithin(call, restApiId, parent, resource.id)) throw badRequest('Resources cannot be cyclical.')
  const pathPart = resource.pathPart as string
  checkPlace(call, restApiId, parent, pathPart, resource)
  return { ...resource, parentId: parent.id, path: childPath(parent, pathPart) }
}

const replacePathPart: Effect<ResourceRecord, Scope> = (resource, { value }, { call, restApiId }) => {
  if (resource.parentId === undefined) throw badRequest('Root resource cannot update its pathPart.')
  const parent = resourceOf(call, restApiId, resource.parentId)
  checkPathPart(value)
  checkPlace(call, restApiId, parent, value, resource)
  return { ...resource, pathPart: value, path: childPath(parent, value) }
}

const patchResource = patcher<ResourceRecord, Scope>(
  { '/parentId': { replace: replaceParent }, '/pathPart': { replace: replacePathPart } },
  listPaths,
)

/** Operations on the resource tree (facts/13, 36-53). */
export const resources = {
  CreateResource({ restApiId, parentId, pathPart }, call) {
    const parent = resourceOf(call, restApiId, parentId)
    return addResource(call, restApiId as string, parent, pathPart ?? '')
  },

  GetResource: ({ restApiId, resourceId, embed }, call) => describe(resourceOf(call, restApiId, resourceId), embed),

  GetResources(input, call) {
    const { id } = restApiOf(call, input.restApiId)
    return pageOf(call.records.resources.list(id), input, (resource) => describe(resource, input.embed))
  },

  UpdateResource({ restApiId, resourceId, patchOperations }, call) {
    const scope = { call, restApiId: restApiId as string }
    const resource = patchResource(resourceOf(call, restApiId, resourceId), patchOperations, scope)
    putWithDescendants(call, scope.restApiId, resource)
    return describe(resource, undefined)
  },

  DeleteResource({ restApiId, resourceId }, call) {
    const resource = resourceOf(call, restApiId, resourceId)
    // That the root stays is certain, the wording is not.
    if (resource.parentId === undefined) throw badRequest('Cannot remove root resource')
    deleteWithDescendants(call, restApiId as string, resource.id)
    return NOTHING
  },
} satisfies Partial<ApiGateway>
