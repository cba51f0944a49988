import type { EndpointType } from '@aws-sdk/client-api-gateway'
import type { Change, Registry } from '../model/registry'

/** How an API is reached. Unlike its definition this changes without a deployment. */
export interface ApiEndpoint {
  readonly type: EndpointType
  /** Whether it takes only requests that came through its own kind of endpoint, under its own host name (facts/12, section 4). */
  readonly strict: boolean
  /** The VPC endpoints that a private API is associated with: host names `{apiId}-{vpceId}` are theirs. */
  readonly vpcEndpoints: readonly string[]
}

const ANY: ApiEndpoint = { type: 'EDGE', strict: false, vpcEndpoints: [] }

/** The endpoints of all APIs, by id: follows the registry. */
export class ApiEndpoints {
  readonly #byId = new Map<string, ApiEndpoint>()

  constructor(registry: Registry) {
    registry.subscribe((change) => {
      if (change.table === 'restApis') this.#update(change as Change<'restApis'>)
    })
  }

  get(apiId: string): ApiEndpoint {
    return this.#byId.get(apiId) ?? ANY
  }

  #update({ id, record }: Pick<Change<'restApis'>, 'id' | 'record'>): void {
    if (record === undefined) {
      this.#byId.delete(id)
      return
    }
    const { types, vpcEndpointIds = [] } = record.endpointConfiguration
    this.#byId.set(id, { type: types?.[0] ?? 'EDGE', strict: record.endpointAccessMode === 'STRICT', vpcEndpoints: vpcEndpointIds })
  }
}
