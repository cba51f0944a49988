import type { Registry } from '../model/registry'
import type { CallerKey } from './exchange'

/** Which API keys open which stages: an index over keys and usage plans, rebuilt when one of them changed. */
export class ApiKeys {
  readonly #indexes = new Map<string, Map<string, CallerKey>>()

  constructor(private readonly registry: Registry) {
    registry.subscribe(({ account, region, table }) => {
      if (table === 'apiKeys' || table === 'usagePlans' || table === 'usagePlanKeys') this.#indexes.delete(`${account}/${region}`)
    })
  }

  /** The enabled key with this value in a usage plan that names the stage (facts/04, section 3). */
  find(account: string, region: string, value: string, apiId: string, stage: string): CallerKey | undefined {
    const scope = `${account}/${region}`
    let index = this.#indexes.get(scope)
    if (index === undefined) {
      index = this.#build(account, region)
      this.#indexes.set(scope, index)
    }
    return index.get(`${apiId}/${stage}/${value}`)
  }

  #build(account: string, region: string): Map<string, CallerKey> {
    const { apiKeys, usagePlans, usagePlanKeys } = this.registry.records(account, region)
    const index = new Map<string, CallerKey>()
    for (const plan of usagePlans.list()) {
      for (const { id } of usagePlanKeys.list(plan.id)) {
        const key = apiKeys.get(id)
        if (key?.enabled !== true) continue
        for (const { apiId, stage } of plan.apiStages) index.set(`${apiId}/${stage}/${key.value}`, { id: key.id, value: key.value })
      }
    }
    return index
  }
}
