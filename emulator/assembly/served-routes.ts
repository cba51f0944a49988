import type { MethodRecord, ResourceRecord, RestApiDefinition, StageRecord } from '../model/apigateway'
import type { Call } from '../services/operations'

/** A method that a stage serves. */
export interface ServedRoute {
  readonly apiId: string
  readonly definition: RestApiDefinition
  readonly stage: StageRecord
  readonly resource: ResourceRecord
  readonly method: MethodRecord
  /** `GET /orders of Shop prod`. */
  readonly name: string
  /** The control-plane path of the method. */
  readonly subject: string
}

/** Every method of every stage of an account and region. */
export function servedRoutes({ records }: Call): ServedRoute[] {
  const { stages, deployments } = records
  return stages.parents().flatMap((apiId) =>
    stages.list(apiId).flatMap((stage) => {
      const definition = deployments.get(stage.deploymentId, apiId)?.definition
      return (definition?.resources ?? []).flatMap((resource) =>
        Object.values(resource.resourceMethods ?? {}).map((method) => ({
          apiId,
          definition: definition as RestApiDefinition,
          stage,
          resource,
          method,
          name: `${method.httpMethod} ${resource.path} of ${definition?.api.name} ${stage.stageName}`,
          subject: `/restapis/${apiId}/resources/${resource.id}/methods/${method.httpMethod}`,
        })),
      )
    }),
  )
}

/** The control-plane path of a stage. */
export function stageSubject({ apiId, stage }: Pick<ServedRoute, 'apiId' | 'stage'>): string {
  return `/restapis/${apiId}/stages/${stage.stageName}`
}
