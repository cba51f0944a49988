import type { CreateChangeSetInput } from '@aws-sdk/client-cloudformation'
import type { ChangeSetRecord, StackRecord } from '../../model/account-services'
import { AwsError } from '../../model/errors'
import type { Call } from '../operations'
import { page } from '../pages'
import { checkCapabilities } from './capabilities'
import { changesOf, withoutValues } from './changes'
import { differs } from './difference'
import { asAws, type CloudFormation, stackOf, templateOf, validationError } from './operations'
import { planStack } from './plan'
import { givenParameters, settingsOf, UPDATABLE } from './requests'
import { findStack } from './stack'
import { StackDraft } from './stack-draft'
import { newStackId } from './stack-id'
import { checkStackName } from './stack-operations'
import { readTemplate, type Template } from './template'

const PAGE = 100

/** What a change set says is known when this answers. Making one for a new stack leaves that stack in review. */
export const CreateChangeSet: CloudFormation['CreateChangeSet'] = (input, call) => {
  const type = kindOf(input)
  const name = input.ChangeSetName ?? ''
  if (!/^[a-zA-Z][-a-zA-Z0-9]{0,127}$/.test(name)) {
    throw validationError(
      `1 validation error detected: Value '${name}' at 'changeSetName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*`,
    )
  }
  const known = knownStack(input, name, type, call)
  const before = type === 'UPDATE' ? known : undefined
  const template =
    input.UsePreviousTemplate && known !== undefined ? asAws(() => readTemplate(known.templateBody)) : templateOf(input, call)
  const stackName = known?.StackName ?? (input.StackName as string)
  const stackId = known?.StackId ?? newStackId(call, stackName)
  const settings = settingsOf(input, before)
  const values = givenParameters(input.Parameters, known?.parameterValues ?? {})
  const identity = { stackId, stackName, notificationArns: settings.members.NotificationARNs ?? [] }
  const plan = asAws(() => planStack(template, values, identity, call, { before }))
  checkCapabilities(template, input.Capabilities)
  if (known === undefined) review(stackId, stackName, call)
  const empty = before !== undefined && !differs(plan, settings, before, call)
  const ChangeSetId = `${stackId.replace(/:stack\/.*$/, '')}:changeSet/${name}/${call.ids.uuid()}`
  const record: ChangeSetRecord = {
    description: {
      ChangeSetId,
      ChangeSetName: name,
      StackId: stackId,
      StackName: stackName,
      CreationTime: new Date(call.clock.now()),
      ...(empty
        ? { Status: 'FAILED', StatusReason: emptyReason(template), ExecutionStatus: 'UNAVAILABLE' }
        : { Status: 'CREATE_COMPLETE', ExecutionStatus: 'AVAILABLE' }),
      Parameters: [...plan.parameters.described],
      Tags: Object.entries(settings.tags).map(([Key, Value]) => ({ Key, Value })),
      NotificationARNs: settings.members.NotificationARNs ?? [],
      Capabilities: input.Capabilities ?? [],
      RollbackConfiguration: input.RollbackConfiguration ?? {},
      // The stacks inside have none of their own: that they change is told, and not what of them.
      IncludeNestedStacks: false,
      ImportExistingResources: false,
      ...(input.Description === undefined ? {} : { Description: input.Description }),
      ...(input.OnStackFailure === undefined ? {} : { OnStackFailure: input.OnStackFailure }),
      ...(input.DeploymentConfig === undefined ? {} : { DeploymentConfig: input.DeploymentConfig }),
    },
    type,
    changes: empty ? [] : changesOf(plan, settings, before),
    templateBody: template.text,
    parameterValues: values,
    ...(input.RoleARN === undefined ? {} : { roleArn: input.RoleARN }),
  }
  call.records.changeSets.put(record, ChangeSetId, stackId)
  return { Id: ChangeSetId, StackId: stackId }
}

export const DescribeChangeSet: CloudFormation['DescribeChangeSet'] = (input, call) => {
  const { description, changes } = changeSetOf(call, input)
  const { items, next } = page(changes, input.NextToken, PAGE)
  return {
    ...description,
    Changes: input.IncludePropertyValues ? items : items.map(withoutValues),
    ...(next === undefined ? {} : { NextToken: next }),
  }
}

/** The one that was executed last is described, and not listed any more. */
export const ListChangeSets: CloudFormation['ListChangeSets'] = (input, call) => {
  const { StackId } = stackOf(call, input.StackName, `Stack [${input.StackName}] does not exist`)
  const all = call.records.changeSets.list(StackId).filter((one) => !isExecuted(one))
  const { items, next } = page(all, input.NextToken, PAGE)
  const Summaries = items.map(({ description: { Parameters: _p, Tags: _t, NotificationARNs: _n, Capabilities: _c, ...summary } }) => {
    const { RollbackConfiguration: _r, OnStackFailure: _o, DeploymentConfig: _d, ...shown } = summary
    return shown
  })
  return { Summaries, ...(next === undefined ? {} : { NextToken: next }) }
}

/** Succeeds whether or not there is such a change set, as on AWS. */
export const DeleteChangeSet: CloudFormation['DeleteChangeSet'] = (input, call) => {
  const record = findChangeSet(call, input)
  if (record !== undefined) call.records.changeSets.delete(record.description.ChangeSetId, record.description.StackId)
  return {}
}

/** A change set by its ARN, or by its name and its stack's. */
export function changeSetOf(
  call: Call,
  given: { readonly ChangeSetName?: string | undefined; readonly StackName?: string | undefined },
): ChangeSetRecord {
  const record = findChangeSet(call, given)
  if (record === undefined) throw new AwsError('ChangeSetNotFoundException', `ChangeSet [${given.ChangeSetName ?? ''}] does not exist`, 404)
  return record
}

export function isExecuted({ description }: ChangeSetRecord): boolean {
  return description.ExecutionStatus === 'EXECUTE_COMPLETE' || description.ExecutionStatus === 'EXECUTE_FAILED'
}

function findChangeSet(
  call: Call,
  { ChangeSetName: name = '', StackName }: Parameters<typeof changeSetOf>[1],
): ChangeSetRecord | undefined {
  if (name.startsWith('arn:')) {
    for (const stackId of call.records.changeSets.parents()) {
      const record = call.records.changeSets.get(name, stackId)
      if (record !== undefined) return record
    }
    return undefined
  }
  if (StackName === undefined) throw validationError('StackName must be specified if ChangeSetName is not specified as an ARN.')
  const { StackId } = stackOf(call, StackName, `Stack [${StackName}] does not exist`)
  return call.records.changeSets.list(StackId).findLast(({ description }) => description.ChangeSetName === name)
}

function kindOf(input: CreateChangeSetInput): ChangeSetRecord['type'] {
  const type = input.ChangeSetType ?? 'UPDATE'
  const refused =
    type === 'IMPORT' || input.ImportExistingResources || input.ResourcesToImport !== undefined
      ? 'change sets that import resources'
      : input.DeploymentMode === 'REVERT_DRIFT'
        ? 'change sets that revert drift'
        : undefined
  if (refused !== undefined) throw validationError(`Not emulated by Portico yet: ${refused}`)
  return type as ChangeSetRecord['type']
}

/** The stack that a change set is for; undefined when it is to be a new one. */
function knownStack(input: CreateChangeSetInput, name: string, type: ChangeSetRecord['type'], call: Call): StackRecord | undefined {
  const stack = findStack(input.StackName ?? '', { call })
  if (type === 'CREATE') {
    if (stack === undefined || stack.StackStatus === 'DELETE_COMPLETE') checkStackName(input.StackName)
    else if (stack.StackStatus !== 'REVIEW_IN_PROGRESS') {
      throw validationError(`Stack [${stack.StackName}] already exists and cannot be created again with the changeSet [${name}].`)
    }
  } else {
    if (stack === undefined) throw validationError(`Stack [${input.StackName}] does not exist`)
    if (!UPDATABLE.has(stack.StackStatus)) {
      throw validationError(`Stack:${stack.StackId} is in ${stack.StackStatus} state and can not be updated.`)
    }
  }
  const same = stack === undefined ? [] : call.records.changeSets.list(stack.StackId)
  for (const one of same.filter(({ description }) => description.ChangeSetName === name)) {
    if (!isExecuted(one)) throw new AwsError('AlreadyExistsException', `ChangeSet ${name} already exists`, 400)
    call.records.changeSets.delete(one.description.ChangeSetId, one.description.StackId)
  }
  return stack?.StackStatus === 'DELETE_COMPLETE' ? undefined : stack
}

/** A stack without resources, for somebody to look at what it would be. */
function review(StackId: string, StackName: string, call: Call): void {
  const draft = new StackDraft(
    {
      StackId,
      StackName,
      StackStatus: 'REVIEW_IN_PROGRESS',
      CreationTime: new Date(call.clock.now()),
      templateBody: '',
      parameterValues: {},
      resources: {},
      exports: {},
      imports: [],
      events: [],
    },
    call,
  )
  draft.status('REVIEW_IN_PROGRESS', 'User Initiated')
  draft.save()
}

/** AWS has another text where a macro has been at work. */
function emptyReason({ transforms }: Template): string {
  return transforms.length > 0
    ? 'No updates are to be performed.'
    : "The submitted information didn't contain changes. Submit different information to create a change set."
}
