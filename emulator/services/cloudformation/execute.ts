import { isDeepStrictEqual } from 'node:util'
import type { Diagnostic } from '../../base/diagnostics'
import type { StackResourceRecord } from '../../model/account-services'
import { placeOf } from './findings'
import { inOrder } from './order'
import type { StackPlan } from './plan'
import { evaluationRemarks } from './remarks'
import {
  createResource,
  deleteResource,
  evaluatedProperties,
  failureOf,
  ResourceFailure,
  type ResourceSetting,
  updateResource,
} from './resource-work'
import { isEmulated, resourceType } from './resources'
import type { Made } from './resources/resource-type'
import { standsIn } from './resources/tolerated'
import type { StackDraft } from './stack-draft'

/** What has been done to the resources of a stack, and what is left to do: clean up when all went well, undo when not. */
export interface Execution {
  readonly failure?: { readonly reason: string; readonly diagnostics: readonly Diagnostic[] }
  /** Takes back what was done, the last first. False when a resource could not be taken back. */
  undo(): Promise<boolean>
  /** Deletes what the template has no more and what was replaced. Whether that works does not change the stack's status, as on AWS. */
  cleanUp(): Promise<void>
  readonly hasLeftovers: boolean
}

/** Makes, changes and replaces resources as a plan says, each after those that it depends on; stops at the first that fails. */
export async function execute(draft: StackDraft, plan: StackPlan, setting: ResourceSetting): Promise<Execution> {
  const { work } = setting
  const before = new Map(draft.resources)
  const replaced = new Set<string>()
  const steps: (() => Promise<void>)[] = []
  const report = evaluationRemarks(plan.template, work.places, work.diagnostics)
  const scope = plan.scope((id) => (plan.dependencies.has(id) ? draft.resources.get(id) : undefined), report)
  const retagged = !isDeepStrictEqual(setting.tags, setting.formerTags)
  let failure: Execution['failure']

  const put = (id: string, made: Made, properties: Record<string, unknown>, status: 'CREATE_COMPLETE' | 'UPDATE_COMPLETE') => {
    const record = recordOf(plan, setting, id, made, properties, status)
    draft.resources.set(id, record)
    draft.note(record, status)
  }

  const create = async (id: string, type: string, properties: Record<string, unknown>, old?: StackResourceRecord) => {
    draft.note(
      { logicalId: id, type },
      old === undefined ? 'CREATE_IN_PROGRESS' : 'UPDATE_IN_PROGRESS',
      old === undefined ? undefined : 'Requested update requires the creation of a new physical resource; hence creating one.',
    )
    const made = await createResource(setting, type, id, properties)
    put(id, made, properties, old === undefined ? 'CREATE_COMPLETE' : 'UPDATE_COMPLETE')
    if (old !== undefined) replaced.add(id)
    steps.push(async () => {
      const record = draft.resources.get(id)
      if (record !== undefined) await remove(draft, setting, record, old === undefined ? createRollbackPolicy(record) : 'Delete')
      if (old === undefined) draft.resources.delete(id)
      else draft.resources.set(id, old)
    })
  }

  const update = async (id: string, old: StackResourceRecord, properties: Record<string, unknown>) => {
    draft.note(old, 'UPDATE_IN_PROGRESS')
    steps.push(async () => {
      const current = draft.resources.get(id) ?? old
      draft.note(current, 'UPDATE_IN_PROGRESS')
      const made = await updateResource(setting, { ...current, properties }, old.properties)
      draft.resources.set(id, { ...old, attributes: { ...old.attributes, ...made.attributes } })
      draft.note(old, 'UPDATE_COMPLETE')
    })
    put(id, await updateResource(setting, old, properties), properties, 'UPDATE_COMPLETE')
  }

  const bring = async (id: string) => {
    const type = plan.template.resources[id]?.Type ?? ''
    const properties = evaluatedProperties(plan, id, scope)
    const old = draft.resources.get(id)
    // What stood in for something that was not there is tried anew.
    const again = old !== undefined && standsIn(old) && isEmulated(type) && changedProperties(old.properties, properties).length > 0
    if (old === undefined || again) return create(id, type, properties)
    const changed = changedProperties(old.properties, properties)
    const { replaceOn, update: inPlace, properties: table } = resourceType(type)
    const tagsChanged = retagged && table?.['Tags'] !== undefined
    if (changed.length === 0 && !tagsChanged) {
      // Nothing of it changed but perhaps its place, its policies, what it depends on.
      draft.resources.set(id, { ...recordOf(plan, setting, id, old, properties, old.status), updatedAt: old.updatedAt })
      return undefined
    }
    if (changed.some((name) => replaceOn.includes(name)) || (inPlace === undefined && changed.length > 0)) {
      return create(id, type, properties, old)
    }
    return update(id, old, properties)
  }

  for (const id of plan.order) {
    const old = draft.resources.get(id)
    try {
      await bring(id)
    } catch (error) {
      const verb = old === undefined ? 'created' : 'updated'
      const failed = failureOf(error, plan, id, verb, work)
      const type = plan.template.resources[id]?.Type ?? ''
      draft.note(old ?? { logicalId: id, type }, old === undefined ? 'CREATE_FAILED' : 'UPDATE_FAILED', failed.message)
      const reason = `The following resource(s) failed to ${verb.slice(0, -1)}: [${id}].`
      failure = { reason, diagnostics: failed.diagnostics }
      break
    }
  }

  const leftovers = inOrder(new Map([...before].map(([id, { dependsOn }]) => [id, dependsOn])))
    .reverse()
    .filter((id) => replaced.has(id) || !plan.dependencies.has(id))
  return {
    ...(failure === undefined ? {} : { failure }),
    hasLeftovers: leftovers.length > 0,
    undo: async () => {
      let whole = true
      for (const step of steps.reverse()) {
        try {
          await step()
        } catch (error) {
          whole = false
          if (!(error instanceof ResourceFailure)) work.diagnostics.push(...failureOf(error, plan, '', 'taken back', work).diagnostics)
        }
      }
      return whole
    },
    cleanUp: async () => {
      for (const id of leftovers) {
        const old = before.get(id) as StackResourceRecord
        const policy = replaced.has(id) ? old.updateReplacePolicy : old.deletionPolicy
        if (!replaced.has(id)) draft.resources.delete(id)
        try {
          await remove(draft, setting, old, policy)
        } catch (error) {
          const failed = failureOf(error, plan, id, 'deleted', work)
          work.diagnostics.push(...failed.diagnostics.map((one) => ({ ...one, severity: 'warning' as const })))
        }
      }
    },
  }
}

/** Deletes a resource, or leaves it where its policy says so. Throws after noting that it failed. */
export async function remove(
  draft: StackDraft,
  setting: ResourceSetting,
  record: StackResourceRecord,
  policy: string | undefined,
): Promise<void> {
  if (policy === 'Retain' || policy === 'RetainExceptOnCreate') {
    draft.note(record, 'DELETE_SKIPPED')
    return
  }
  draft.note(record, 'DELETE_IN_PROGRESS')
  try {
    await deleteResource(setting, record)
  } catch (error) {
    draft.note(record, 'DELETE_FAILED', error instanceof Error ? error.message : String(error))
    throw error
  }
  draft.note(record, 'DELETE_COMPLETE')
}

/** Deletes all resources of a stack in reverse order, or leaves them where their policy says so. Answers the ids of those that could not be deleted. */
export async function removeAll(
  draft: StackDraft,
  setting: ResourceSetting,
  policyOf: (record: StackResourceRecord) => string | undefined,
): Promise<string[]> {
  const failed: string[] = []
  const dependencies = new Map([...draft.resources].map(([id, { dependsOn }]) => [id, dependsOn]))
  for (const id of inOrder(dependencies).reverse()) {
    const resource = draft.resources.get(id)
    if (resource === undefined) continue
    try {
      await remove(draft, setting, resource, policyOf(resource))
      draft.resources.delete(id)
    } catch (error) {
      failed.push(id)
      const statusReason = error instanceof Error ? error.message : String(error)
      draft.resources.set(id, { ...resource, status: 'DELETE_FAILED', statusReason })
    }
  }
  return failed
}

/** A resource that was made a moment ago is kept on Retain alone. */
export function createRollbackPolicy(record: StackResourceRecord): string {
  return record.deletionPolicy === 'Retain' ? 'Retain' : 'Delete'
}

/** The top-level properties in which two sets differ. */
export function changedProperties(before: Readonly<Record<string, unknown>>, after: Readonly<Record<string, unknown>>): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((name) => !isDeepStrictEqual(before[name], after[name]))
}

function recordOf(
  plan: StackPlan,
  { work }: ResourceSetting,
  logicalId: string,
  made: Made,
  properties: Record<string, unknown>,
  status: StackResourceRecord['status'],
): StackResourceRecord {
  const resource = plan.template.resources[logicalId]
  // Lines of the template are looked up when somebody asks for them.
  const source = { ...plan.template, lineOf: () => undefined }
  const place = placeOf(source, ['Resources', logicalId], work.places)
  const { DeletionPolicy, UpdateReplacePolicy } = resource ?? {}
  return {
    logicalId,
    type: resource?.Type ?? '',
    physicalId: made.physicalId,
    status,
    updatedAt: new Date(work.call.clock.now()),
    properties,
    attributes: made.attributes ?? {},
    ...(made.subject === undefined ? {} : { subject: made.subject }),
    ...(place === undefined ? {} : { place }),
    ...(typeof DeletionPolicy === 'string' ? { deletionPolicy: DeletionPolicy } : {}),
    ...(typeof UpdateReplacePolicy === 'string' ? { updateReplacePolicy: UpdateReplacePolicy } : {}),
    dependsOn: plan.dependencies.get(logicalId) ?? [],
  }
}
