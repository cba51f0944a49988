import type { ChangeSetRecord, StackRecord } from '../../model/account-services'
import { AwsError } from '../../model/errors'
import type { Call } from '../operations'
import { changeSetOf } from './change-sets'
import { asAws, type CloudFormation, stackOf } from './operations'
import { planStack } from './plan'
import { settingsOf, throwBugs } from './requests'
import { createStack, updateStack } from './stack'
import { readTemplate } from './template'
import { newWork } from './work'

/** The work is done when this answers. The stack's other change sets go, since it is not any more what they were made for. */
export const ExecuteChangeSet: CloudFormation['ExecuteChangeSet'] = async (input, call) => {
  const changeSet = changeSetOf(call, input)
  const { description, templateBody, parameterValues, roleArn } = changeSet
  if (description.ExecutionStatus !== 'AVAILABLE') {
    const message = `ChangeSet [${description.ChangeSetId}] cannot be executed in its current status of [${description.Status}]`
    throw new AwsError('InvalidChangeSetStatusException', message, 400)
  }
  const stack = stackOf(call, description.StackId)
  const before = changeSet.type === 'UPDATE' ? stack : undefined
  const settings = settingsOf(
    {
      Capabilities: description.Capabilities,
      DeploymentConfig: description.DeploymentConfig,
      DisableRollback: input.DisableRollback,
      NotificationARNs: description.NotificationARNs,
      OnFailure: description.OnStackFailure,
      RoleARN: roleArn,
      RollbackConfiguration: description.RollbackConfiguration,
      Tags: description.Tags,
    },
    before,
    { ChangeSetId: description.ChangeSetId },
  )
  const identity = { stackId: stack.StackId, stackName: stack.StackName, notificationArns: description.NotificationARNs ?? [] }
  const plan = asAws(() => planStack(readTemplate(templateBody), parameterValues, identity, call, { before }))
  const work = newWork(call)
  const after = before === undefined ? await createStack(plan, settings, work) : await updateStack(plan, settings, before, work)
  keepExecuted(call, changeSet, after)
  throwBugs(work)
  return {}
}

function keepExecuted({ records }: Call, changeSet: ChangeSetRecord, { StackId, StackStatus }: StackRecord): void {
  records.changeSets.deleteAll(StackId)
  if (StackStatus === 'DELETE_COMPLETE') return
  const ExecutionStatus = StackStatus === 'CREATE_COMPLETE' || StackStatus === 'UPDATE_COMPLETE' ? 'EXECUTE_COMPLETE' : 'EXECUTE_FAILED'
  records.changeSets.put(
    { ...changeSet, description: { ...changeSet.description, ExecutionStatus } },
    changeSet.description.ChangeSetId,
    StackId,
  )
}
