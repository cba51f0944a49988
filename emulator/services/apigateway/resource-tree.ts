import type { ResourceRecord } from '../../model/apigateway'
import type { Call } from '../operations'
import { badRequest, conflict } from './errors'

/** The path of a child. */
export function childPath(parent: ResourceRecord, pathPart: string): string {
  return parent.path === '/' ? `/${pathPart}` : `${parent.path}/${pathPart}`
}

/**
 * Checks the spelling of a path part. `,` is a letter of path parts too (facts/10), and so is `$`: CDK allows it since 2023 and deploys
 * `$appliances:all` in its integration tests. Whether `$` may stand in a variable's name, and the wording of the error, are uncertain.
 */
export function checkPathPart(pathPart: string | undefined): asserts pathPart is string {
  if (pathPart === undefined || pathPart === '') throw badRequest("Resource's path part must be specified")
  if (/^(\{[a-zA-Z0-9._:,$-]+\+?\}|[a-zA-Z0-9._:,$-]+)$/.test(pathPart)) return
  throw badRequest(
    "Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable and curly braces at the beginning and the end.",
  )
}

/** Checks that a part may stand below a parent, beside the parent's other children (facts/13, 45, 51, 52). */
export function checkPlace(call: Call, restApiId: string, parent: ResourceRecord, pathPart: string, self?: ResourceRecord): void {
  const parentPart = parent.pathPart
  if (parentPart !== undefined && isGreedy(parentPart)) {
    throw badRequest(`Cannot create a child of a resource with a greedy path variable: ${parentPart}`)
  }
  const siblings = childrenOf(call, restApiId, parent.id).filter((sibling) => sibling.id !== self?.id)
  if (siblings.some((sibling) => sibling.pathPart === pathPart)) {
    throw conflict(`Another resource with the same parent already has this name: ${pathPart}`)
  }
  const variable = siblings.find((sibling) => isVariable(sibling.pathPart as string))?.pathPart
  if (isVariable(pathPart) && variable !== undefined) {
    throw badRequest(`A sibling (${variable}) of this resource already has a variable path part -- only one is allowed`)
  }
  if (self !== undefined && isGreedy(pathPart) && childrenOf(call, restApiId, self.id).length > 0) {
    // A rename may not make a parent greedy either; the wording is uncertain.
    throw badRequest(`Cannot create a child of a resource with a greedy path variable: ${pathPart}`)
  }
}

/** Adds a resource below a parent, with an id of its own unless one is given. */
export function addResource(
  call: Call,
  restApiId: string,
  parent: ResourceRecord,
  pathPart: string,
  id = call.ids.short(),
): ResourceRecord {
  checkPathPart(pathPart)
  checkPlace(call, restApiId, parent, pathPart)
  return call.records.resources.put({ id, parentId: parent.id, pathPart, path: childPath(parent, pathPart) }, id, restApiId)
}

/** Puts a changed resource, and gives all below it the paths that follow from it. */
export function putWithDescendants(call: Call, restApiId: string, resource: ResourceRecord): void {
  call.records.resources.put(resource, resource.id, restApiId)
  for (const child of childrenOf(call, restApiId, resource.id)) {
    putWithDescendants(call, restApiId, { ...child, path: childPath(resource, child.pathPart as string) })
  }
}

/** Deletes a resource and all below it (facts/13, 40). */
export function deleteWithDescendants(call: Call, restApiId: string, id: string): void {
  for (const child of childrenOf(call, restApiId, id)) deleteWithDescendants(call, restApiId, child.id)
  call.records.resources.delete(id, restApiId)
}

/** Whether a resource is `ancestor`, or below it. */
export function isWithin(call: Call, restApiId: string, resource: ResourceRecord, ancestor: string): boolean {
  for (let at: ResourceRecord | undefined = resource; at !== undefined; at = call.records.resources.get(at.parentId ?? '', restApiId)) {
    if (at.id === ancestor) return true
  }
  return false
}

function childrenOf(call: Call, restApiId: string, id: string): ResourceRecord[] {
  return call.records.resources.list(restApiId).filter((resource) => resource.parentId === id)
}

function isVariable(pathPart: string): boolean {
  return pathPart.startsWith('{')
}

function isGreedy(pathPart: string): boolean {
  return pathPart.endsWith('+}')
}
