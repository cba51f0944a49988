import type { PutFunctionEventInvokeConfigRequest } from '@aws-sdk/client-lambda'
import type { EventInvokeConfigRecord } from '../../model/lambda'
import type { Call } from '../operations'
import { page } from '../pages'
import { checkQualifier, type FunctionName, findFunction, functionArn, functionName } from './names'
import { type LambdaOperations, lambdaError, validationError } from './operations'

/** Puts the settings in place of those there were. */
export const PutFunctionEventInvokeConfig: LambdaOperations['PutFunctionEventInvokeConfig'] = (input, call) => {
  const target = functionName(call, input.FunctionName, input.Qualifier)
  const qualifier = checkQualifier(call, target)
  return { ...put(call, target.name, qualifier, { DestinationConfig: { OnSuccess: {}, OnFailure: {} } }, input) }
}

/** Changes those settings that are given. */
export const UpdateFunctionEventInvokeConfig: LambdaOperations['UpdateFunctionEventInvokeConfig'] = (input, call) => {
  const { record, qualifier, name } = find(call, functionName(call, input.FunctionName, input.Qualifier))
  return { ...put(call, name, qualifier, record, input) }
}

export const GetFunctionEventInvokeConfig: LambdaOperations['GetFunctionEventInvokeConfig'] = (input, call) => {
  return { ...find(call, functionName(call, input.FunctionName, input.Qualifier)).record }
}

export const ListFunctionEventInvokeConfigs: LambdaOperations['ListFunctionEventInvokeConfigs'] = (input, call) => {
  const { name } = functionName(call, input.FunctionName)
  findFunction(call, name)
  const { items, next } = page(call.records.eventInvokeConfigs.list(name), input.Marker, input.MaxItems ?? 25)
  return { FunctionEventInvokeConfigs: items.map((record) => ({ ...record })), ...(next === undefined ? {} : { NextMarker: next }) }
}

export const DeleteFunctionEventInvokeConfig: LambdaOperations['DeleteFunctionEventInvokeConfig'] = (input, call) => {
  const { qualifier, name } = find(call, functionName(call, input.FunctionName, input.Qualifier))
  call.records.eventInvokeConfigs.delete(qualifier, name)
  return {}
}

function put(
  call: Call,
  name: string,
  qualifier: string,
  before: Partial<EventInvokeConfigRecord>,
  given: PutFunctionEventInvokeConfigRequest,
): EventInvokeConfigRecord {
  inRange('maximumRetryAttempts', given.MaximumRetryAttempts, 0, 2)
  inRange('maximumEventAgeInSeconds', given.MaximumEventAgeInSeconds, 60, 21_600)
  const record: EventInvokeConfigRecord = {
    ...before,
    FunctionArn: functionArn(call, name, qualifier),
    LastModified: new Date(call.clock.now()),
    ...(given.MaximumRetryAttempts === undefined ? {} : { MaximumRetryAttempts: given.MaximumRetryAttempts }),
    ...(given.MaximumEventAgeInSeconds === undefined ? {} : { MaximumEventAgeInSeconds: given.MaximumEventAgeInSeconds }),
    ...(given.DestinationConfig === undefined ? {} : { DestinationConfig: { OnSuccess: {}, OnFailure: {}, ...given.DestinationConfig } }),
  }
  return call.records.eventInvokeConfigs.put(record, qualifier, name)
}

function inRange(member: string, value: number | undefined, least: number, most: number): void {
  if (value === undefined || (value >= least && value <= most)) return
  const rule = value < least ? `greater than or equal to ${least}` : `less than or equal to ${most}`
  throw validationError(member, value, `Member must have value ${rule}`)
}

function find(call: Call, target: FunctionName): { record: EventInvokeConfigRecord; qualifier: string; name: string } {
  const qualifier = target.qualifier ?? '$LATEST'
  const record = call.records.eventInvokeConfigs.get(qualifier, target.name)
  if (record === undefined) {
    const arn = functionArn(call, target.name, qualifier)
    throw lambdaError(404, 'ResourceNotFoundException', `The function ${arn} doesn't have an EventInvokeConfig`)
  }
  return { record, qualifier, name: target.name }
}
