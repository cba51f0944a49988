import type { Parameter, Tag } from '@aws-sdk/client-cloudformation'
import type { StackRecord } from '../../model/account-services'
import { AwsError } from '../../model/errors'
import { checkCapabilities } from './capabilities'
import { differs } from './difference'
import { liveStacks } from './exports'
import { asAws, type CloudFormation, stackOf, templateOf, validationError } from './operations'
import { planStack } from './plan'
import { createStack, deleteStack, findStack, updateStack } from './stack'
import { newStackId } from './stack-id'
import type { StackSettings } from './stack-settings'
import { readTemplate } from './template'
import { newWork, type Work } from './work'

/** Statuses in which a stack can be updated. */
const UPDATABLE = new Set<StackRecord['StackStatus']>([
  'CREATE_COMPLETE',
  'IMPORT_COMPLETE',
  'IMPORT_ROLLBACK_COMPLETE',
  'UPDATE_COMPLETE',
  'UPDATE_FAILED',
  'UPDATE_ROLLBACK_COMPLETE',
])

/** The work is done when this answers: a stack that fails has been rolled back by then. */
export const CreateStack: CloudFormation['CreateStack'] = async (input, call) => {
  const stackName = input.StackName ?? ''
  if (!/^[a-zA-Z][-a-zA-Z0-9]*$/.test(stackName)) {
    throw validationError(
      `1 validation error detected: Value '${stackName}' at 'stackName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*`,
    )
  }
  if (liveStacks(call).some(({ StackName }) => StackName === stackName)) {
    throw new AwsError('AlreadyExistsException', `Stack [${stackName}] already exists`, 400)
  }
  const template = templateOf(input, call)
  const stackId = newStackId(call, stackName)
  const identity = { stackId, stackName, notificationArns: input.NotificationARNs ?? [] }
  const plan = asAws(() => planStack(template, givenParameters(input.Parameters, {}), identity, call))
  checkCapabilities(template, input.Capabilities)
  const settings: StackSettings = {
    tags: tagsOf(input.Tags),
    onFailure: input.OnFailure ?? (input.DisableRollback ? 'DO_NOTHING' : 'ROLLBACK'),
    members: {
      DisableRollback: input.DisableRollback ?? false,
      EnableTerminationProtection: input.EnableTerminationProtection ?? false,
      NotificationARNs: input.NotificationARNs ?? [],
      ...(input.Capabilities === undefined ? {} : { Capabilities: input.Capabilities }),
      ...(input.RoleARN === undefined ? {} : { RoleARN: input.RoleARN }),
      ...(input.TimeoutInMinutes === undefined ? {} : { TimeoutInMinutes: input.TimeoutInMinutes }),
    },
  }
  const work = newWork(call)
  await createStack(plan, settings, work)
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
  const notificationArns = input.NotificationARNs ?? before.NotificationARNs ?? []
  const identity = { stackId, stackName: before.StackName, notificationArns }
  const given = givenParameters(input.Parameters, before.parameterValues)
  const plan = asAws(() => planStack(template, given, identity, call, { before }))
  checkCapabilities(template, input.Capabilities)
  const settings: StackSettings = {
    tags: input.Tags === undefined ? tagsOf(before.Tags) : tagsOf(input.Tags),
    onFailure: input.DisableRollback ? 'DO_NOTHING' : 'ROLLBACK',
    members: {
      NotificationARNs: notificationArns,
      ...(input.Capabilities === undefined ? {} : { Capabilities: input.Capabilities }),
      ...(input.RoleARN === undefined ? {} : { RoleARN: input.RoleARN }),
    },
  }
  if (!differs(plan, settings, before, call)) throw validationError('No updates are to be performed.')
  const work = newWork(call)
  await updateStack(plan, settings, before, work)
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
  await deleteStack(record, work)
  throwBugs(work)
  return {}
}

function givenParameters(parameters: readonly Parameter[] | undefined, previous: Readonly<Record<string, string>>): Record<string, string> {
  const given: Record<string, string> = {}
  for (const { ParameterKey: key = '', ParameterValue, UsePreviousValue } of parameters ?? []) {
    const value = UsePreviousValue ? previous[key] : ParameterValue
    if (value === undefined && UsePreviousValue) {
      throw validationError(
        `Invalid input for parameter key ${key}. Cannot specify usePreviousValue as true for a parameter key not in the previous template`,
      )
    }
    given[key] = value ?? ''
  }
  return given
}

function tagsOf(tags: readonly Tag[] | undefined): Record<string, string> {
  return Object.fromEntries((tags ?? []).map(({ Key, Value }) => [Key ?? '', Value ?? '']))
}

/** What went wrong in the emulator itself is no failure of the stack only. */
function throwBugs(work: Work): void {
  if (work.bugs.length > 0) throw work.bugs[0]
}
