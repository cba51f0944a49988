import type { DeploymentRecord, IntegrationRecord, MethodRecord, ResourceRecord, RestApiRecord, StageRecord } from '../../model/apigateway'
import type { AwsError } from '../../model/errors'
import type { Call } from '../operations'
import { notFound } from './errors'
import { without } from './members'

/** Where a method is: the members that every operation on one has. Required by the SDK's types, yet possibly undefined. */
export interface MethodPlace {
  readonly restApiId: string | undefined
  readonly resourceId: string | undefined
  readonly httpMethod: string | undefined
}

/** The error for an API that is not there (facts/13, 20). */
export function noSuchApi(call: Call, restApiId: string | undefined): AwsError {
  return notFound(`Invalid API identifier specified ${call.account}:${restApiId ?? ''}`)
}

/** An API by id, or AWS's 404. */
export function restApiOf(call: Call, restApiId: string | undefined): RestApiRecord {
  const api = call.records.restApis.get(restApiId ?? '')
  if (api === undefined) throw noSuchApi(call, restApiId)
  return api
}

/** A resource by id, or AWS's 404, which an unknown API gets too (facts/13, 59). */
export function resourceOf(call: Call, restApiId: string | undefined, resourceId: string | undefined): ResourceRecord {
  const resource = call.records.resources.get(resourceId ?? '', restApiId ?? '')
  if (resource === undefined) throw notFound('Invalid Resource identifier specified')
  return resource
}

/** A method with its resource, or AWS's 404. */
export function methodOf(call: Call, place: MethodPlace): { resource: ResourceRecord; method: MethodRecord } {
  const resource = resourceOf(call, place.restApiId, place.resourceId)
  const method = resource.resourceMethods?.[place.httpMethod ?? '']
  if (method === undefined) throw notFound('Invalid Method identifier specified')
  return { resource, method }
}

/** A method's integration with its method and resource, or AWS's 404. */
export function integrationOf(
  call: Call,
  place: MethodPlace,
): { resource: ResourceRecord; method: MethodRecord; integration: IntegrationRecord } {
  const { resource, method } = methodOf(call, place)
  if (method.methodIntegration === undefined) throw notFound('Invalid Integration identifier specified')
  return { resource, method, integration: method.methodIntegration }
}

/** Puts a method in place of what stands there, or takes it away when `method` is undefined. */
export function putMethodRecord(call: Call, place: MethodPlace, method: MethodRecord | undefined): void {
  const resource = resourceOf(call, place.restApiId, place.resourceId)
  const httpMethod = place.httpMethod ?? ''
  const others = without(resource.resourceMethods ?? {}, httpMethod)
  const methods = method === undefined ? others : { ...resource.resourceMethods, [httpMethod]: method }
  const bare = without(resource, 'resourceMethods')
  const changed = Object.keys(methods).length === 0 ? bare : { ...bare, resourceMethods: methods }
  call.records.resources.put(changed, resource.id, place.restApiId)
}

/** A deployment by id, or AWS's 404. */
export function deploymentOf(call: Call, restApiId: string | undefined, deploymentId: string | undefined): DeploymentRecord {
  const deployment = call.records.deployments.get(deploymentId ?? '', restApiId ?? '')
  if (deployment === undefined) throw notFound('Invalid Deployment identifier specified')
  return deployment
}

/** A stage by name, or AWS's 404. */
export function stageOf(call: Call, restApiId: string | undefined, stageName: string | undefined): StageRecord {
  const stage = call.records.stages.get(stageName ?? '', restApiId ?? '')
  if (stage === undefined) throw notFound('Invalid stage identifier specified')
  return stage
}
