import { isDeepStrictEqual } from 'node:util'
import type { StackRecord } from '../../model/account-services'
import type { Call } from '../operations'
import { changedProperties } from './execute'
import { exportConflict } from './exports'
import { evaluateOutputs } from './outputs'
import type { StackPlan } from './plan'
import { evaluatedProperties } from './resource-work'
import type { StackSettings } from './stack-settings'
import { readTemplate } from './template'

/** One resource that an update would add, change or remove. */
export interface ResourceChange {
  readonly logicalId: string
  readonly type: string
  readonly action: 'Add' | 'Modify' | 'Remove'
  /** The top-level properties that would change; those that depend on what is yet to be made are not known. */
  readonly properties: readonly string[]
}

/** What a plan would change of the resources of a stack, told without touching anything. */
export function resourceChanges(plan: StackPlan, before: StackRecord): ResourceChange[] {
  const former = readTemplate(before.templateBody).resources
  const scope = plan.scope((id) => (plan.dependencies.has(id) ? before.resources[id] : undefined))
  const changes: ResourceChange[] = []
  for (const logicalId of plan.order) {
    const resource = plan.template.resources[logicalId]
    const old = before.resources[logicalId]
    const change = { logicalId, type: resource?.Type ?? '' }
    if (old === undefined) {
      changes.push({ ...change, action: 'Add', properties: [] })
      continue
    }
    let properties: readonly string[]
    try {
      properties = changedProperties(old.properties, evaluatedProperties(plan, logicalId, scope))
    } catch {
      // It refers to something that is not there yet, or no more: it will change, or fail.
      changes.push({ ...change, action: 'Modify', properties: [] })
      continue
    }
    const metadata = isDeepStrictEqual(resource?.Metadata, former[logicalId]?.Metadata)
    if (properties.length > 0 || !metadata) changes.push({ ...change, action: 'Modify', properties })
  }
  for (const { logicalId, type } of Object.values(before.resources)) {
    if (!plan.dependencies.has(logicalId)) changes.push({ logicalId, type, action: 'Remove', properties: [] })
  }
  return changes
}

/** Whether an update would do anything: to resources, outputs, exports or tags. */
export function differs(plan: StackPlan, settings: StackSettings, before: StackRecord, call: Call): boolean {
  if (resourceChanges(plan, before).length > 0) return true
  const formerTags = Object.fromEntries((before.Tags ?? []).map(({ Key, Value }) => [Key, Value]))
  if (!isDeepStrictEqual(formerTags, { ...settings.tags })) return true
  try {
    const { outputs, exports } = evaluateOutputs(
      plan,
      plan.scope((id) => before.resources[id]),
    )
    if (!isDeepStrictEqual(outputs, before.Outputs ?? [])) return true
    return exportConflict(call, before.StackId, before.exports, exports) !== undefined
  } catch {
    return true
  }
}
