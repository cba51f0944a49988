import { isDeepStrictEqual } from 'node:util'
import type { ChangeSource } from '@aws-sdk/client-cloudformation'
import type { StackResourceRecord } from '../../model/account-services'
import { evaluate } from './intrinsics'
import type { StackPlan } from './plan'
import { references } from './references'
import { resourceType } from './resources'
import { conform } from './resources/conform'
import { NO_VALUE, type Scope } from './scope'

/** One top-level property of a resource that an update would change. */
export interface PropertyChange {
  readonly name: string
  readonly before: unknown
  /** Undefined when it goes, or when it is not known before something else has been made. */
  readonly after: unknown
  readonly known: boolean
  readonly source: ChangeSource
  /** The parameter, resource or attribute that brings the change about. */
  readonly cause?: string
}

/** What of a stack is not as it was: resources that are new or replaced, and those that change in place. */
export interface Moving {
  readonly unknown: ReadonlySet<string>
  readonly changed: ReadonlySet<string>
  /** Parameters whose value is another. */
  readonly parameters: ReadonlySet<string>
}

/** The properties in which a resource would differ from what it is; each is looked at by itself, since some may wait for other resources. */
export function propertyChanges(plan: StackPlan, old: StackResourceRecord, scope: Scope, moving: Moving): PropertyChange[] {
  const raw = plan.template.resources[old.logicalId]?.Properties ?? {}
  const table = resourceType(old.type).properties
  const changes: PropertyChange[] = []
  for (const name of new Set([...Object.keys(raw), ...Object.keys(old.properties)])) {
    const before = old.properties[name]
    const waits = waitsFor(raw[name], plan, moving)
    const value = waits === undefined ? evaluated(raw[name], scope, ['Resources', old.logicalId, 'Properties', name]) : UNKNOWN
    if (value === UNKNOWN) {
      changes.push({ name, before, after: undefined, known: false, ...(waits ?? { source: 'ResourceReference' }) })
      continue
    }
    const after = value === undefined || table === undefined ? value : conform(table, { [name]: value }).properties[name]
    if (!isDeepStrictEqual(before, after)) changes.push({ name, before, after, known: true, ...broughtBy(raw[name], plan, moving) })
  }
  return changes
}

const UNKNOWN: unique symbol = Symbol('known after apply')

function evaluated(raw: unknown, scope: Scope, path: string[]): unknown {
  if (raw === undefined) return undefined
  try {
    const value = evaluate(raw, scope, path)
    return value === NO_VALUE ? undefined : value
  } catch {
    return UNKNOWN
  }
}

type Cause = Pick<PropertyChange, 'source' | 'cause'>

/** What a value has to wait for: a resource that is new or replaced, or an attribute of one that changes. */
function waitsFor(raw: unknown, plan: StackPlan, { unknown, changed }: Moving): Cause | undefined {
  for (const reference of references(raw, [], plan.holds)) {
    const { kind, name } = reference
    if (kind === 'ref' && unknown.has(name)) return { source: 'ResourceReference', cause: name }
    if (kind !== 'attribute') continue
    const { attribute } = reference
    // What a resource is called by stays the same while it is changed in place.
    if (unknown.has(name) || (changed.has(name) && !/(?:Arn|Id|Name|Url|Endpoint)$/.test(attribute))) {
      return { source: 'ResourceAttribute', cause: `${name}.${attribute}` }
    }
  }
  return undefined
}

function broughtBy(raw: unknown, plan: StackPlan, { parameters }: Moving): Cause {
  for (const { kind, name } of references(raw, [], plan.holds)) {
    if (kind === 'ref' && parameters.has(name)) return { source: 'ParameterReference', cause: name }
  }
  return { source: 'DirectModification' }
}
