import type { StackRecord } from '../../model/account-services'
import type { Call } from '../operations'
import { createRollbackPolicy, execute, removeAll } from './execute'
import { asAws, type CloudFormation, stackOf, validationError } from './operations'
import { planStack } from './plan'
import { tagsOf, throwBugs } from './requests'
import { settingOf } from './stack'
import { StackDraft } from './stack-draft'
import { readTemplate } from './template'
import { newWork, type Work } from './work'

/** Takes back what a stack that failed has left as it was: to where it stood before, or to nothing when it never stood. */
export const RollbackStack: CloudFormation['RollbackStack'] = async (input, call) => {
  const record = stackOf(call, input.StackName, `Stack [${input.StackName}] does not exist`)
  const work = newWork(call)
  if (record.StackStatus === 'CREATE_FAILED') await rollBackCreation(record, work)
  else if (record.StackStatus === 'UPDATE_FAILED') await rollBackUpdate(record, [], work)
  else throw notPossible(record, 'RollbackStack')
  throwBugs(work)
  return { StackId: record.StackId }
}

/** Goes on with a rollback that failed; resources that are to be skipped count as rolled back. */
export const ContinueUpdateRollback: CloudFormation['ContinueUpdateRollback'] = async (input, call) => {
  const record = stackOf(call, input.StackName, `Stack [${input.StackName}] does not exist`)
  if (record.StackStatus !== 'UPDATE_ROLLBACK_FAILED') throw notPossible(record, 'ContinueUpdateRollback')
  const skipped = (input.ResourcesToSkip ?? []).map((id) => id.replace(/^.*\./, ''))
  const strangers = skipped.filter((id) => record.resources[id] === undefined)
  if (strangers.length > 0) throw validationError(`Nested stacks or resources [${strangers.join(', ')}] could not be found in the stack.`)
  const work = newWork(call)
  await rollBackUpdate(record, skipped, work)
  throwBugs(work)
  return {}
}

async function rollBackCreation(record: StackRecord, work: Work): Promise<void> {
  const draft = new StackDraft(record, work.call)
  draft.status('ROLLBACK_IN_PROGRESS', 'User Initiated')
  draft.save()
  const failed = await removeAll(draft, settingOf(draft, {}, {}, work), createRollbackPolicy)
  draft.change({ exports: {}, imports: [], Outputs: [] })
  if (failed.length === 0) draft.status('ROLLBACK_COMPLETE')
  else draft.status('ROLLBACK_FAILED', `The following resource(s) failed to delete: [${failed.join(', ')}]. `)
  draft.save()
}

/** A failed update has not changed the template that the stack keeps: bringing the stack there takes the update back. */
async function rollBackUpdate(record: StackRecord, skipped: readonly string[], work: Work): Promise<void> {
  const { call } = work
  const plan = formerPlan(record, call)
  const draft = new StackDraft(record, call)
  draft.status('UPDATE_ROLLBACK_IN_PROGRESS', 'User Initiated')
  draft.save()
  const tags = tagsOf(record.Tags)
  const order = plan.order.filter((id) => !skipped.includes(id))
  const execution = await execute(draft, { ...plan, order }, settingOf(draft, tags, tags, work))
  if (execution.failure !== undefined) draft.status('UPDATE_ROLLBACK_FAILED', execution.failure.reason)
  else {
    if (execution.hasLeftovers) {
      draft.status('UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS')
      await execution.cleanUp()
    }
    draft.status('UPDATE_ROLLBACK_COMPLETE')
  }
  draft.save(plan.order)
}

function formerPlan(record: StackRecord, call: Call) {
  const { StackId: stackId, StackName: stackName, NotificationARNs: notificationArns = [], parameterValues } = record
  return asAws(() =>
    planStack(readTemplate(record.templateBody), parameterValues, { stackId, stackName, notificationArns }, call, { before: record }),
  )
}

function notPossible({ StackId, StackStatus }: StackRecord, operation: string): Error {
  return validationError(`Stack:${StackId} is in ${StackStatus} state and ${operation} cannot be called on it.`)
}
