import { AwsError } from '../../model/errors'
import { checkCapabilities } from './capabilities'
import { differs } from './difference'
import { liveStacks } from './exports'
import { asAws, type CloudFormation, stackOf, templateOf, validationError } from './operations'
import { planStack } from './plan'
import { givenParameters, settingsOf, throwBugs, UPDATABLE } from './requests'
import { createStack, deleteStack, findStack, updateStack } from './stack'
import { newStackId } from './stack-id'
import { policyText, tellPolicy } from './stack-policy'
import { readTemplate } from './template'
import { newWork } from './work'

/** The work is done when this answers: a stack that fails has been rolled back by then. */
export const CreateStack: CloudFormation['CreateStack'] = async (input, call) => {
  const stackName = checkStackName(input.StackName)
  if (liveStacks(call).some(({ StackName }) => StackName === stackName)) {
    throw new AwsError('AlreadyExistsException', `Stack [${stackName}] already exists`, 400)
  }
  const template = templateOf(input, call)
  const stackId = newStackId(call, stackName)
  const identity = { stackId, stackName, notificationArns: input.NotificationARNs ?? [] }
  const plan = asAws(() => planStack(template, givenParameters(input.Parameters, {}), identity, call))
  checkCapabilities(template, input.Capabilities)
  const policy = policyText(input.StackPolicyBody, input.StackPolicyURL, call)
  const settings = settingsOf(input, undefined, {
    EnableTerminationProtection: input.EnableTerminationProtection ?? false,
    ...(input.TimeoutInMinutes === undefined ? {} : { TimeoutInMinutes: input.TimeoutInMinutes }),
    ...(policy === undefined ? {} : { policy }),
  })
  const work = newWork(call)
  tellPolicy(call, await createStack(plan, settings, work))
  throwBugs(work)
  return { StackId: stackId }
}

export const UpdateStack: CloudFormation['UpdateStack'] = async (input, call) => {
  const before = stackOf(call, input.StackName, `Stack [${input.StackName}] does not exist`)
  const stackId = before.StackId
  if (!UPDATABLE.has(before.StackStatus)) {
    throw validationError(`Stack:${stackId} is in ${before.StackStatus} state and can not be updated.`)
  }
  const previous = input.UsePreviousTemplate === true
  const template = previous ? asAws(() => readTemplate(before.templateBody)) : templateOf(input, call)
  const policy = policyText(input.StackPolicyBody, input.StackPolicyURL, call)
  const settings = settingsOf(input, before, policy === undefined ? {} : { policy })
  const identity = { stackId, stackName: before.StackName, notificationArns: settings.members.NotificationARNs ?? [] }
  const given = givenParameters(input.Parameters, before.parameterValues)
  const plan = asAws(() => planStack(template, given, identity, call, { before }))
  checkCapabilities(template, input.Capabilities)
  if (!differs(plan, settings, before, call)) throw validationError('No updates are to be performed.')
  const work = newWork(call)
  tellPolicy(call, await updateStack(plan, settings, before, work))
  throwBugs(work)
  return { StackId: stackId }
}

export const DeleteStack: CloudFormation['DeleteStack'] = async (input, call) => {
  const work = newWork(call)
  const record = findStack(input.StackName ?? '', work)
  if (record === undefined || record.StackStatus === 'DELETE_COMPLETE') return {}
  if (record.EnableTerminationProtection) {
    throw validationError(`Stack [${record.StackName}] cannot be deleted while TerminationProtection is enabled`)
  }
  const retained = input.RetainResources ?? []
  if (retained.length > 0 && record.StackStatus !== 'DELETE_FAILED') {
    throw validationError(
      `Invalid operation on stack [${record.StackId}]. Specify which resources to retain only when the stack is in the DELETE_FAILED state.`,
    )
  }
  await deleteStack(record, work, input.DeletionMode === 'FORCE_DELETE_STACK' ? 'failed' : retained)
  throwBugs(work)
  return {}
}

export const UpdateTerminationProtection: CloudFormation['UpdateTerminationProtection'] = (input, call) => {
  const record = stackOf(call, input.StackName, `Stack [${input.StackName}] does not exist`)
  if (record.ParentId !== undefined) {
    throw validationError('Termination protection can only be set on the root stack, and this one is nested.')
  }
  call.records.stacks.put({ ...record, EnableTerminationProtection: input.EnableTerminationProtection ?? false }, record.StackId)
  return { StackId: record.StackId }
}

/** Work is done when a call answers: there is never an update left to cancel. */
export const CancelUpdateStack: CloudFormation['CancelUpdateStack'] = (input, call) => {
  stackOf(call, input.StackName, `Stack [${input.StackName}] does not exist`)
  throw validationError('CancelUpdateStack cannot be called from current stack status')
}

export function checkStackName(name = ''): string {
  if (/^[a-zA-Z][-a-zA-Z0-9]{0,127}$/.test(name)) return name
  throw validationError(
    `1 validation error detected: Value '${name}' at 'stackName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*`,
  )
}
