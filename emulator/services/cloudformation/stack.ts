import type { Diagnostic } from '../../base/diagnostics'
import type { StackRecord, StackResourceRecord } from '../../model/account-services'
import { type Execution, execute, removeAll } from './execute'
import { exportConflict, importersOf, list, liveStacks } from './exports'
import { diagnosticOf, TemplateError } from './findings'
import { nestedStacks } from './nested'
import { evaluateOutputs } from './outputs'
import type { StackPlan } from './plan'
import { keptRemarks, macroRemarks, propertyRemarks, resourceSource } from './remarks'
import type { ResourceSetting } from './resource-work'
import { StackDraft } from './stack-draft'
import type { StackSettings } from './stack-settings'
import { readTemplate } from './template'
import type { Work } from './work'

/** Deleted stacks are kept for a while, so that whoever deletes one can read how it went. */
const MOST_DELETED_STACKS = 20

/** Makes a stack from a plan. What fails ends in the stack's status and in the diagnostics of the work, not in an error. */
export async function createStack(plan: StackPlan, settings: StackSettings, work: Work): Promise<StackRecord> {
  const now = new Date(work.call.clock.now())
  // A change set has made the stack, without resources, for somebody to look at.
  const reviewed = work.call.records.stacks.get(plan.stackId)
  const draft = new StackDraft(
    {
      StackId: plan.stackId,
      StackName: plan.stackName,
      StackStatus: 'CREATE_IN_PROGRESS',
      CreationTime: reviewed?.CreationTime ?? now,
      ...(reviewed === undefined ? {} : { LastUpdatedTime: now }),
      ...(work.parent === undefined ? {} : { ParentId: work.parent.stackId, RootId: work.parent.rootId }),
      templateBody: plan.template.text,
      parameterValues: {},
      resources: {},
      exports: {},
      imports: [],
      events: reviewed?.events ?? [],
    },
    work.call,
  )
  draft.change(describedBy(plan, settings))
  draft.status('CREATE_IN_PROGRESS', work.parent === undefined ? 'User Initiated' : undefined)
  draft.save()
  const setting = settingOf(draft, settings.tags, {}, work)
  const execution = await execute(draft, plan, setting)
  const failure = execution.failure ?? publish(draft, plan, work)
  if (failure === undefined) draft.status('CREATE_COMPLETE')
  else {
    work.diagnostics.push(...failure.diagnostics)
    if (settings.onFailure === 'DO_NOTHING') draft.status('CREATE_FAILED', failure.reason)
    else {
      const deleting = settings.onFailure === 'DELETE'
      const reason = `${failure.reason} ${deleting ? 'Delete' : 'Rollback'} requested by user.`
      draft.status(deleting ? 'DELETE_IN_PROGRESS' : 'ROLLBACK_IN_PROGRESS', reason)
      const whole = await execution.undo()
      draft.change({ exports: {}, imports: [], Outputs: [] })
      draft.status(deleting ? (whole ? 'DELETE_COMPLETE' : 'DELETE_FAILED') : whole ? 'ROLLBACK_COMPLETE' : 'ROLLBACK_FAILED')
    }
  }
  const record = draft.save(plan.order)
  tell(plan, record, work)
  return record
}

/** Brings a stack to what a plan says, or back to where it was when a resource fails. */
export async function updateStack(plan: StackPlan, settings: StackSettings, before: StackRecord, work: Work): Promise<StackRecord> {
  const draft = new StackDraft({ ...before, LastUpdatedTime: new Date(work.call.clock.now()) }, work.call)
  const formerTags = Object.fromEntries((before.Tags ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? '']))
  draft.status('UPDATE_IN_PROGRESS', work.parent === undefined ? 'User Initiated' : undefined)
  draft.save()
  const execution = await execute(draft, plan, settingOf(draft, settings.tags, formerTags, work))
  const failure = execution.failure ?? publish(draft, plan, work)
  if (failure === undefined) {
    draft.change(describedBy(plan, settings))
    if (execution.hasLeftovers) {
      draft.status('UPDATE_COMPLETE_CLEANUP_IN_PROGRESS')
      await execution.cleanUp()
    }
    draft.status('UPDATE_COMPLETE')
  } else {
    work.diagnostics.push(...failure.diagnostics)
    await rollBackUpdate(draft, before, execution, failure.reason, settings)
  }
  const record = draft.save(plan.order)
  tell(plan, record, work)
  return record
}

async function rollBackUpdate(
  draft: StackDraft,
  before: StackRecord,
  execution: Execution,
  reason: string,
  settings: StackSettings,
): Promise<void> {
  if (settings.onFailure === 'DO_NOTHING') {
    draft.status('UPDATE_FAILED', reason)
    return
  }
  draft.status('UPDATE_ROLLBACK_IN_PROGRESS', reason)
  const whole = await execution.undo()
  const { Outputs, exports, imports } = before
  draft.change({ exports, imports, ...(Outputs === undefined ? {} : { Outputs }) })
  if (whole) draft.status('UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS')
  draft.status(whole ? 'UPDATE_ROLLBACK_COMPLETE' : 'UPDATE_ROLLBACK_FAILED')
}

/**
 * Deletes a stack, its resources in reverse order. An export in use leaves it as it was, as on AWS.
 * @param retained ids of resources to leave where they are, or `failed` for those that cannot be deleted
 */
export async function deleteStack(record: StackRecord, work: Work, retained: readonly string[] | 'failed' = []): Promise<StackRecord> {
  const draft = new StackDraft(record, work.call)
  const [name, users] = Object.keys(record.exports)
    .map((one) => [one, importersOf(work.call, one)] as const)
    .find(([, importers]) => importers.length > 0) ?? ['', []]
  if (users.length > 0) {
    draft.status(record.StackStatus, `Delete canceled. Cannot delete export ${name} as it is in use by ${list(users)}.`)
    return draft.save()
  }
  draft.status('DELETE_IN_PROGRESS', work.parent === undefined ? 'User Initiated' : undefined)
  draft.save()
  const setting = settingOf(draft, {}, {}, work)
  const policy = (resource: StackResourceRecord) =>
    retained !== 'failed' && retained.includes(resource.logicalId) ? 'Retain' : resource.deletionPolicy
  const failed = await removeAll(draft, setting, policy)
  if (failed.length > 0 && retained !== 'failed') {
    draft.status('DELETE_FAILED', `The following resource(s) failed to delete: [${failed.join(', ')}]. `)
  } else {
    draft.change({ DeletionTime: new Date(work.call.clock.now()), exports: {}, imports: [], Outputs: [] })
    draft.status('DELETE_COMPLETE')
    work.call.diagnostics.replace(record.StackId, [])
    work.call.diagnostics.replace(`${record.StackId} policy`, [])
    work.call.records.changeSets.deleteAll(record.StackId)
  }
  const saved = draft.save()
  forgetDeleted(work)
  return saved
}

function forgetDeleted({ call }: Work): void {
  const deleted = call.records.stacks.list().filter(({ StackStatus }) => StackStatus === 'DELETE_COMPLETE')
  for (const { StackId } of deleted.slice(0, Math.max(0, deleted.length - MOST_DELETED_STACKS))) call.records.stacks.delete(StackId)
}

function describedBy(plan: StackPlan, settings: StackSettings): Partial<StackRecord> {
  const { description } = plan.template
  return {
    ...settings.members,
    ...(description === undefined ? {} : { Description: description }),
    Parameters: [...plan.parameters.described],
    Tags: Object.entries(settings.tags).map(([Key, Value]) => ({ Key, Value })),
    parameterValues: plan.parameters.given,
    templateBody: plan.template.text,
  }
}

/** Evaluates outputs and exports; answers why they cannot be, when they cannot. */
function publish(draft: StackDraft, plan: StackPlan, work: Work): Execution['failure'] {
  try {
    const made = (id: string) => (plan.dependencies.has(id) ? draft.resources.get(id) : undefined)
    const { outputs, exports } = evaluateOutputs(plan, plan.scope(made))
    const conflict = exportConflict(work.call, draft.stackId, draft.record.exports, exports)
    if (conflict !== undefined) {
      const diagnostic: Diagnostic = { code: 'export-conflict', severity: 'error', message: `${conflict.replace(/\.$/, '')}.` }
      return { reason: conflict, diagnostics: [diagnostic] }
    }
    draft.change({ Outputs: outputs, exports, imports: [...plan.imports] })
    return undefined
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error
    const diagnostics = error.findings.map((finding) => diagnosticOf(finding, plan.template, work.places))
    return { reason: error.message, diagnostics }
  }
}

/** What the resources of a stack are made within. */
export function settingOf(
  draft: StackDraft,
  tags: Readonly<Record<string, string>>,
  formerTags: Readonly<Record<string, string>>,
  work: Work,
): ResourceSetting {
  const rootId = work.parent?.rootId ?? draft.stackId
  const nested = nestedStacks({ ...work, parent: { stackId: draft.stackId, rootId } }, tags, { createStack, updateStack, deleteStack })
  const template = () => readTemplate(draft.record.templateBody)
  return {
    work,
    stackId: draft.stackId,
    stackName: draft.stackName,
    tags,
    formerTags,
    nested: (id) => nested(id, template),
    resources: draft.resources,
  }
}

/** Puts what is to be said about a stack into the log, in place of what was said before. */
export function tell(plan: StackPlan, record: StackRecord, work: Work): void {
  const { call, places, diagnostics, logged } = work
  diagnostics.push(...macroRemarks(plan.template, places), ...propertyRemarks(plan.template, record, places))
  call.diagnostics.replace(
    record.StackId,
    diagnostics.filter((diagnostic) => !logged.has(diagnostic)),
  )
  diagnostics.push(...keptRemarks(call, plan.template, record, places))
  for (const diagnostic of diagnostics) logged.add(diagnostic)
  for (const id of Object.keys(plan.template.resources)) {
    if (record.resources[id] === undefined) call.diagnostics.replace(resourceSource(record.StackId, id), [])
  }
}

/** The stack of a name or id; deleted ones are found by id only. */
export function findStack(nameOrId: string, { call }: Pick<Work, 'call'>): StackRecord | undefined {
  return call.records.stacks.get(nameOrId) ?? liveStacks(call).find(({ StackName }) => StackName === nameOrId)
}
