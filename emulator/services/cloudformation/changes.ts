import { isDeepStrictEqual } from 'node:util'
import type { Change, ResourceChange, ResourceChangeDetail } from '@aws-sdk/client-cloudformation'
import type { StackRecord, StackResourceRecord } from '../../model/account-services'
import type { StackPlan } from './plan'
import { type PropertyChange, propertyChanges } from './property-changes'
import { resourceType } from './resources'
import type { ResourceType } from './resources/resource-type'
import type { StackSettings } from './stack-settings'
import { readTemplate } from './template'

/** What AWS shows for a value that is there only when what it comes from has been made. */
const KNOWN_AFTER_APPLY = '{{changeSet:KNOWN_AFTER_APPLY}}'

/** What a plan would change of the resources of a stack, in the words of DescribeChangeSet. Nothing is touched. */
export function changesOf(plan: StackPlan, settings: StackSettings, before: StackRecord | undefined): Change[] {
  if (before === undefined) return plan.order.map((id) => inList(added(plan, id)))
  const former = readTemplate(before.templateBody).resources
  const formerTags = Object.fromEntries((before.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value]))
  const retagged = !isDeepStrictEqual(formerTags, { ...settings.tags })
  const moving = { unknown: new Set<string>(), changed: new Set<string>(), parameters: changedParameters(plan, before) }
  const scope = plan.scope((id) => (plan.dependencies.has(id) && !moving.unknown.has(id) ? before.resources[id] : undefined))
  const changes: ResourceChange[] = []
  for (const id of plan.order) {
    const old = before.resources[id]
    if (old === undefined) {
      moving.unknown.add(id)
      changes.push(added(plan, id))
      continue
    }
    const type = resourceType(old.type)
    const properties = propertyChanges(plan, old, scope, moving)
    const details = properties.map((change) => detailOf(change, type))
    if (!isDeepStrictEqual(plan.template.resources[id]?.Metadata, former[id]?.Metadata)) details.push(attributeDetail('Metadata'))
    if (retagged && type.properties?.['Tags'] !== undefined && !properties.some(({ name }) => name === 'Tags')) {
      details.push(attributeDetail('Tags'))
    }
    if (details.length === 0) continue
    const replacement = replacementBy(details)
    if (replacement !== 'False') moving.unknown.add(id)
    else if (properties.length > 0) moving.changed.add(id)
    changes.push(modified(plan, old, properties, details, replacement))
  }
  for (const old of Object.values(before.resources)) if (!plan.dependencies.has(old.logicalId)) changes.push(removed(old))
  return changes.map(inList)
}

/** The change without the values of properties, which are answered on request only. */
export function withoutValues(change: Change): Change {
  const { BeforeContext: _before, AfterContext: _after, Details, ...rest } = change.ResourceChange ?? {}
  const details = Details?.map(({ Target, ...detail }) => {
    const { BeforeValue: _b, AfterValue: _a, Path: _path, AttributeChangeType: _type, ...target } = Target ?? {}
    return { ...detail, Target: target }
  })
  return { ...change, ResourceChange: { ...rest, ...(details === undefined ? {} : { Details: details }) } }
}

function inList(ResourceChange: ResourceChange): Change {
  return { Type: 'Resource', ResourceChange }
}

function added(plan: StackPlan, id: string): ResourceChange {
  const { Type, Properties = {} } = plan.template.resources[id] ?? { Type: '' }
  return {
    Action: 'Add',
    LogicalResourceId: id,
    ResourceType: Type,
    Scope: [],
    Details: [],
    AfterContext: JSON.stringify({ Properties }),
  }
}

function removed(old: StackResourceRecord): ResourceChange {
  return {
    Action: 'Remove',
    PolicyAction: old.deletionPolicy?.startsWith('Retain') ? 'Retain' : old.deletionPolicy === 'Snapshot' ? 'Snapshot' : 'Delete',
    LogicalResourceId: old.logicalId,
    PhysicalResourceId: old.physicalId,
    ResourceType: old.type,
    Scope: [],
    Details: [],
    BeforeContext: JSON.stringify({ Properties: old.properties }),
  }
}

function modified(
  plan: StackPlan,
  old: StackResourceRecord,
  properties: readonly PropertyChange[],
  details: ResourceChangeDetail[],
  Replacement: 'True' | 'False' | 'Conditional',
): ResourceChange {
  const after: Record<string, unknown> = { ...old.properties }
  for (const { name, after: value, known } of properties) {
    if (!known) after[name] = KNOWN_AFTER_APPLY
    else if (value === undefined) delete after[name]
    else after[name] = value
  }
  const policy = plan.template.resources[old.logicalId]?.UpdateReplacePolicy
  return {
    Action: 'Modify',
    LogicalResourceId: old.logicalId,
    PhysicalResourceId: old.physicalId,
    ResourceType: old.type,
    Replacement,
    ...(Replacement === 'True' ? { PolicyAction: policy === 'Retain' ? 'ReplaceAndRetain' : 'ReplaceAndDelete' } : {}),
    Scope: [...new Set(details.map(({ Target }) => Target?.Attribute ?? 'Properties'))],
    Details: details,
    BeforeContext: JSON.stringify({ Properties: old.properties }),
    AfterContext: JSON.stringify({ Properties: after }),
  }
}

function detailOf(
  { name, before, after, known, source, cause }: PropertyChange,
  { replaceOn, update }: ResourceType,
): ResourceChangeDetail {
  const recreates = replaceOn.includes(name) || update === undefined
  return {
    Target: {
      Attribute: 'Properties',
      Name: name,
      RequiresRecreation: recreates ? 'Always' : 'Never',
      Path: `/Properties/${name}`,
      ...(before === undefined ? {} : { BeforeValue: asText(before) }),
      ...(known && after === undefined ? {} : { AfterValue: known ? asText(after) : KNOWN_AFTER_APPLY }),
      AttributeChangeType: before === undefined ? 'Add' : known && after === undefined ? 'Remove' : 'Modify',
    },
    Evaluation: known ? 'Static' : 'Dynamic',
    ChangeSource: source,
    ...(cause === undefined ? {} : { CausingEntity: cause }),
  }
}

function attributeDetail(Attribute: 'Metadata' | 'Tags'): ResourceChangeDetail {
  return { Target: { Attribute, RequiresRecreation: 'Never' }, Evaluation: 'Static', ChangeSource: 'DirectModification' }
}

/** Whether a resource is made anew; it depends where the value that decides is not known yet. */
function replacementBy(details: readonly ResourceChangeDetail[]): 'True' | 'False' | 'Conditional' {
  const recreating = details.filter(({ Target }) => Target?.RequiresRecreation === 'Always')
  if (recreating.length === 0) return 'False'
  return recreating.some(({ Evaluation }) => Evaluation === 'Static') ? 'True' : 'Conditional'
}

function changedParameters(plan: StackPlan, before: StackRecord): Set<string> {
  const { given } = plan.parameters
  return new Set(Object.keys(given).filter((name) => given[name] !== before.parameterValues[name]))
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
