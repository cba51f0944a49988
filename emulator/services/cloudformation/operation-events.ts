import type { BeaconStackOperationStatus, OperationEvent, OperationType } from '@aws-sdk/client-cloudformation'
import type { StackRecord } from '../../model/account-services'
import { page } from '../pages'
import { changeSetOf } from './change-sets'
import { liveStacks } from './exports'
import { type CloudFormation, stackOf, validationError } from './operations'

const PAGE = 100

/** What each status of a stack begins. */
const OPERATIONS: Readonly<Record<string, OperationType>> = {
  CREATE_IN_PROGRESS: 'CREATE_STACK',
  DELETE_IN_PROGRESS: 'DELETE_STACK',
  REVIEW_IN_PROGRESS: 'CREATE_CHANGESET',
  ROLLBACK_IN_PROGRESS: 'ROLLBACK',
  UPDATE_IN_PROGRESS: 'UPDATE_STACK',
  UPDATE_ROLLBACK_IN_PROGRESS: 'ROLLBACK',
}

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

/** Oldest first. An operation begins with the event that a user's call brought about, and is called by its id. */
function operationEvents({ StackId, StackName, events }: StackRecord): OperationEvent[] {
  let operation: { readonly OperationId: string; readonly OperationType: OperationType } | undefined
  return events.map((event) => {
    const { StackName: _name, PhysicalResourceId: physicalId, ResourceStatus: status = '', ...shown } = event
    const ofStack = event.LogicalResourceId === StackName && physicalId === StackId
    const begun = ofStack && event.ResourceStatusReason === 'User Initiated' ? OPERATIONS[status] : undefined
    if (begun !== undefined) operation = { OperationId: event.EventId, OperationType: begun }
    const failed = !ofStack && status.endsWith('FAILED')
    return {
      ...shown,
      ...operation,
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
