import type { Stack } from '@aws-sdk/client-cloudformation'
import type { StackRecord, StackResourceRecord } from '../../model/account-services'
import { page } from '../pages'
import { liveStacks } from './exports'
import { type CloudFormation, stackOf, validationError } from './operations'

const PAGE = 100

export const DescribeStacks: CloudFormation['DescribeStacks'] = (input, call) => {
  if (input.StackName !== undefined) return { Stacks: [shown(stackOf(call, input.StackName))] }
  const { items, next } = page(liveStacks(call).reverse(), input.NextToken, PAGE)
  return { Stacks: items.map(shown), ...(next === undefined ? {} : { NextToken: next }) }
}

/** Newest first. */
export const DescribeStackEvents: CloudFormation['DescribeStackEvents'] = (input, call) => {
  const { events } = stackOf(call, input.StackName, `Stack [${input.StackName}] does not exist`)
  const { items, next } = page([...events].reverse(), input.NextToken, PAGE)
  return { StackEvents: items, ...(next === undefined ? {} : { NextToken: next }) }
}

export const DescribeStackResource: CloudFormation['DescribeStackResource'] = (input, call) => {
  const stack = stackOf(call, input.StackName, `Stack '${input.StackName}' does not exist`)
  const resource = stack.resources[input.LogicalResourceId ?? '']
  if (resource === undefined) throw validationError(`Resource ${input.LogicalResourceId} does not exist for stack ${stack.StackName}`)
  const { Timestamp, ...detail } = described(stack, resource)
  return { StackResourceDetail: { ...detail, LastUpdatedTimestamp: Timestamp } }
}

export const DescribeStackResources: CloudFormation['DescribeStackResources'] = (input, call) => {
  const { StackName: name, PhysicalResourceId: physicalId, LogicalResourceId: logicalId } = input
  if (name === undefined && physicalId === undefined)
    throw validationError('1 validation error detected: StackName or PhysicalResourceId is required')
  const holding =
    physicalId === undefined
      ? undefined
      : liveStacks(call).find(({ resources }) => Object.values(resources).some((one) => one.physicalId === physicalId))
  if (name === undefined && holding === undefined) throw validationError(`Stack for ${physicalId} does not exist`)
  const stack = name === undefined ? (holding as StackRecord) : stackOf(call, name)
  const resources = Object.values(stack.resources).filter(
    (one) =>
      (logicalId === undefined || one.logicalId === logicalId) &&
      (name === undefined || physicalId === undefined || one.physicalId === physicalId),
  )
  return { StackResources: resources.map((resource) => described(stack, resource)) }
}

export const ListStackResources: CloudFormation['ListStackResources'] = (input, call) => {
  const stack = stackOf(call, input.StackName)
  const { items, next } = page(Object.values(stack.resources), input.NextToken, PAGE)
  return {
    StackResourceSummaries: items.map((resource) => {
      const { Timestamp, StackId: _id, StackName: _name, ...summary } = described(stack, resource)
      return { ...summary, LastUpdatedTimestamp: Timestamp }
    }),
    ...(next === undefined ? {} : { NextToken: next }),
  }
}

/** Deleted stacks too. */
export const ListStacks: CloudFormation['ListStacks'] = (input, call) => {
  const wanted = input.StackStatusFilter
  const all = call.records.stacks
    .list()
    .filter(({ StackStatus }) => wanted === undefined || wanted.length === 0 || wanted.includes(StackStatus))
  const { items, next } = page(all.reverse(), input.NextToken, PAGE)
  return {
    StackSummaries: items.map((stack) => ({
      StackId: stack.StackId,
      StackName: stack.StackName,
      CreationTime: stack.CreationTime,
      StackStatus: stack.StackStatus,
      DriftInformation: { StackDriftStatus: 'NOT_CHECKED' },
      ...(stack.Description === undefined ? {} : { TemplateDescription: stack.Description }),
      ...(stack.LastUpdatedTime === undefined ? {} : { LastUpdatedTime: stack.LastUpdatedTime }),
      ...(stack.DeletionTime === undefined ? {} : { DeletionTime: stack.DeletionTime }),
      ...(stack.StackStatusReason === undefined ? {} : { StackStatusReason: stack.StackStatusReason }),
      ...(stack.ParentId === undefined ? {} : { ParentId: stack.ParentId }),
      ...(stack.RootId === undefined ? {} : { RootId: stack.RootId }),
    })),
    ...(next === undefined ? {} : { NextToken: next }),
  }
}

function shown(record: StackRecord): Stack {
  const { templateBody: _t, parameterValues: _p, resources: _r, exports: _x, imports: _i, events: _e, policy: _policy, ...stack } = record
  return {
    DisableRollback: false,
    DriftInformation: { StackDriftStatus: 'NOT_CHECKED' },
    NotificationARNs: [],
    RollbackConfiguration: {},
    Tags: [],
    ...stack,
  }
}

function described(stack: StackRecord, resource: StackResourceRecord) {
  return {
    StackId: stack.StackId,
    StackName: stack.StackName,
    LogicalResourceId: resource.logicalId,
    PhysicalResourceId: resource.physicalId,
    ResourceType: resource.type,
    ResourceStatus: resource.status,
    Timestamp: resource.updatedAt,
    DriftInformation: { StackResourceDriftStatus: 'NOT_CHECKED' as const },
    ...(resource.statusReason === undefined ? {} : { ResourceStatusReason: resource.statusReason }),
  }
}
