import { isPromise } from '../base/awaitable'
import type { Diagnostic } from '../base/diagnostics'
import type { DeploymentRecord, StageRecord } from '../model/apigateway'
import type { Change, Registry } from '../model/registry'
import { cacheCapacity, stageCache } from './cache/stage-cache'
import { type CompiledStage, compileStage } from './compile'
import type { Ports } from './phase'

/** Every stage that serves, by API and name: follows the registry, and swaps a stage in one assignment when it changes. */
export class Stages {
  readonly #byApi = new Map<string, Map<string, CompiledStage>>()

  constructor(
    private readonly registry: Registry,
    private readonly ports: Ports,
    /** Told what compiling a stage had to say; an empty list when it is gone or fine. */
    private readonly tell: (stage: string, diagnostics: readonly Diagnostic[]) => void,
  ) {
    registry.subscribe((change) => {
      if (change.table === 'stages') this.#update(change as Change<'stages'>)
    })
    for (const { account, region, records } of registry.scopes()) {
      for (const parent of records.stages.parents()) {
        for (const stage of records.stages.list(parent))
          this.#update({ account, region, table: 'stages', parent, id: stage.stageName, record: stage })
      }
    }
  }

  get(apiId: string, stageName: string): CompiledStage | undefined {
    return this.#byApi.get(apiId)?.get(stageName)
  }

  /** The stage for one request: its canary, for as many as its share of the traffic is, by chance (facts/05, section 8). */
  serving(apiId: string, stageName: string): CompiledStage | undefined {
    const stage = this.get(apiId, stageName)
    if (stage?.canary === undefined) return stage
    return this.ports.ids.fraction() * 100 < stage.canary.percent ? stage.canary.stage : stage
  }

  /** Whether any stage of the API serves. */
  has(apiId: string): boolean {
    return this.#byApi.has(apiId)
  }

  all(): CompiledStage[] {
    return [...this.#byApi.values()].flatMap((stages) => [...stages.values()])
  }

  /** A cache that is made anew, or is gone, has lost what it held (facts/05, section 4). What a store that is away keeps, expires. */
  #dropCache(apiId: string, stageName: string, now: number | undefined): void {
    const before = this.get(apiId, stageName)?.cacheCapacity
    if (before === undefined || before === now) return
    const dropped = this.ports.store.delete(stageCache(apiId, stageName))
    if (isPromise(dropped)) dropped.catch(() => {})
  }

  #update({ account, region, parent: apiId, id: stageName, record: stage }: Change<'stages'>): void {
    const source = `/restapis/${apiId}/stages/${stageName}`
    const deployment = stage === undefined ? undefined : this.registry.records(account, region).deployments.get(stage.deploymentId, apiId)
    this.#dropCache(apiId, stageName, stage === undefined ? undefined : cacheCapacity(stage))
    if (stage === undefined || deployment === undefined) {
      const stages = this.#byApi.get(apiId)
      stages?.delete(stageName)
      if (stages?.size === 0) this.#byApi.delete(apiId)
      this.tell(source, [])
      return
    }
    const compiled = this.#compile(account, region, apiId, deployment, stage)
    const stages = this.#byApi.get(apiId)
    if (stages === undefined) this.#byApi.set(apiId, new Map([[stageName, compiled.stage]]))
    else stages.set(stageName, compiled.stage)
    this.tell(source, compiled.diagnostics)
  }

  /** A stage, and its canary beside it (facts/05, section 8). */
  #compile(account: string, region: string, apiId: string, deployment: DeploymentRecord, stage: StageRecord) {
    const { canarySettings } = stage
    if (canarySettings === undefined) return compileStage(account, region, deployment, stage, this.ports)
    const deploymentId = canarySettings.deploymentId ?? stage.deploymentId
    const variables = { ...stage.variables, ...canarySettings.stageVariableOverrides }
    const canaryDeployment = this.registry.records(account, region).deployments.get(deploymentId, apiId) ?? deployment
    const main = compileStage(account, region, deployment, stage, this.ports, false)
    const canary = compileStage(account, region, canaryDeployment, { ...stage, deploymentId, variables }, this.ports, true)
    return {
      stage: { ...main.stage, canary: { percent: canarySettings.percentTraffic ?? 0, stage: canary.stage } },
      diagnostics: [...main.diagnostics, ...canary.diagnostics],
    }
  }
}
