import type { BeaconStackOperationStatus, OperationEvent, OperationType } from '@aws-sdk/client-cloudformation'
import type { StackRecord } from '../../model/account-services'
import { page } from '../pages'
import { changeSetOf } from './change-sets'
import { liveStacks } from './exports'
import { type CloudFormation, stackOf, validationError } from './operations'
import { BEGINNINGS } from './stack-draft'

const PAGE = 100

/** The events of a stack by the operation that they belong to, newest first. Change sets are made without any. */
export const DescribeEvents: CloudFormation['DescribeEvents'] = (input, call) => {
  const { StackName, ChangeSetName, OperationId } = input
  if (StackName === undefined && ChangeSetName === undefined && OperationId === undefined) {
    throw validationError('At least one of StackName, ChangeSetName or OperationId must be specified.')
  }
  if (ChangeSetName !== undefined) {
    changeSetOf(call, input)
    return { OperationEvents: [] }
  }
  const stacks = StackName === undefined ? liveStacks(call) : [stackOf(call, StackName, `Stack [${StackName}] does not exist`)]
  const all = stacks
    .flatMap(operationEvents)
    .filter(
      (event) =>
        (OperationId === undefined || event.OperationId === OperationId) &&
        (!input.Filters?.FailedEvents || event.EventType === 'PROVISIONING_ERROR'),
    )
  const { items, next } = page(all.reverse(), input.NextToken, PAGE)
  return { OperationEvents: items, ...(next === undefined ? {} : { NextToken: next }) }
}

/** There are no hooks here. */
export const ListHookResults: CloudFormation['ListHookResults'] = (input) => ({
  ...(input.TargetType === undefined ? {} : { TargetType: input.TargetType }),
  ...(input.TargetId === undefined ? {} : { TargetId: input.TargetId }),
  HookResults: [],
})

/** Oldest first. */
function operationEvents({ StackId, StackName, events }: StackRecord): OperationEvent[] {
  const types = new Map<string | undefined, OperationType>()
  return events.map((event) => {
    const { StackName: _name, PhysicalResourceId: physicalId, ResourceStatus: status = '', ...shown } = event
    const ofStack = event.LogicalResourceId === StackName && physicalId === StackId
    if (event.EventId === event.OperationId) types.set(event.OperationId, BEGINNINGS[status as keyof typeof BEGINNINGS])
    const type = types.get(event.OperationId)
    const failed = !ofStack && status.endsWith('FAILED')
    return {
      ...shown,
      ...(type === undefined ? {} : { OperationType: type }),
      ...(physicalId === undefined || physicalId === '' ? {} : { PhysicalResourceId: physicalId }),
      ...(event.ResourceStatus === undefined ? {} : { ResourceStatus: event.ResourceStatus }),
      EventType: failed ? 'PROVISIONING_ERROR' : ofStack ? 'STACK_EVENT' : 'PROGRESS_EVENT',
      ...(ofStack ? { OperationStatus: operationStatus(status) } : {}),
    } satisfies OperationEvent
  })
}

function operationStatus(status: string): BeaconStackOperationStatus {
  if (status.endsWith('IN_PROGRESS')) return 'IN_PROGRESS'
  return status.endsWith('FAILED') ? 'FAILED' : 'SUCCEEDED'
}
