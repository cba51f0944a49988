import type { Registry } from '../model/registry'
import { PlanMember } from './plan-member'

/** The keys that open a stage, by value. */
export type StageKeys = (value: string) => PlanMember | undefined

/** What members are made of: keys, plans, and the account's throttle where a plan leaves one open. */
const SOURCES: ReadonlySet<string> = new Set(['apiKeys', 'usagePlans', 'usagePlanKeys', 'account'])

/** Which API keys open which stages: an index over keys and usage plans, rebuilt when one of them changed. */
export class ApiKeys {
  /** By account and region; empty until a request asks. */
  readonly #indexes = new Map<string, { stages: ReadonlyMap<string, ReadonlyMap<string, PlanMember>> | undefined }>()

  constructor(private readonly registry: Registry) {
    registry.subscribe(({ account, region, table }) => {
      if (!SOURCES.has(table)) return
      const index = this.#indexes.get(`${account}/${region}`)
      if (index !== undefined) index.stages = undefined
    })
  }

  /** The enabled keys in usage plans that name the stage, as they are when they are asked for (facts/04, section 3). */
  of(account: string, region: string, apiId: string, stage: string): StageKeys {
    const scope = `${account}/${region}`
    const name = `${apiId}/${stage}`
    const index = this.#indexes.get(scope) ?? { stages: undefined }
    this.#indexes.set(scope, index)
    return (value) => {
      index.stages ??= this.#build(account, region)
      return index.stages.get(name)?.get(value)
    }
  }

  #build(account: string, region: string): Map<string, Map<string, PlanMember>> {
    const { apiKeys, usagePlans, usagePlanKeys } = this.registry.records(account, region)
    const stages = new Map<string, Map<string, PlanMember>>()
    for (const plan of usagePlans.list()) {
      for (const apiStage of plan.apiStages) {
        const name = `${apiStage.apiId}/${apiStage.stage}`
        const members = stages.get(name) ?? new Map<string, PlanMember>()
        stages.set(name, members)
        for (const id of usagePlanKeys.ids(plan.id)) {
          const key = apiKeys.get(id)
          if (key?.enabled === true) members.set(key.value, new PlanMember(key, plan, apiStage, account, region))
        }
      }
    }
    return stages
  }
}
