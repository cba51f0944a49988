import { createHash } from 'node:crypto'
import type { FunctionUrlConfig } from '@aws-sdk/client-lambda'
import type { FunctionUrlRecord } from '../../model/lambda'
import type { Call } from '../operations'
import { page } from '../pages'
import { type FunctionName, findAlias, findFunction, functionArn, functionName } from './names'
import { type LambdaOperations, lambdaError, required, validationError } from './operations'

/** Function URLs: the gateway answers requests to them. */
export const CreateFunctionUrlConfig: LambdaOperations['CreateFunctionUrlConfig'] = (input, call) => {
  const target = functionName(call, input.FunctionName, input.Qualifier)
  const qualifier = checkUrlQualifier(call, target)
  if (call.records.functionUrls.get(qualifier, target.name) !== undefined) {
    const arn = functionArn(call, target.name, target.qualifier)
    throw lambdaError(
      409,
      'ResourceConflictException',
      `Failed to create function url config for [functionArn = ${arn}]. Error message:  FunctionUrlConfig exists for this Lambda function`,
    )
  }
  const now = new Date(call.clock.now()).toISOString()
  const FunctionArn = functionArn(call, target.name, target.qualifier)
  const record: FunctionUrlRecord = {
    FunctionUrl: `https://${urlId(FunctionArn)}.lambda-url.${call.region}.on.aws/`,
    FunctionArn,
    AuthType: required(input.AuthType, 'authType'),
    CreationTime: now,
    LastModifiedTime: now,
    InvokeMode: input.InvokeMode ?? 'BUFFERED',
    ...(input.Cors === undefined ? {} : { Cors: input.Cors }),
  }
  return shown(call.records.functionUrls.put(record, qualifier, target.name))
}

export const GetFunctionUrlConfig: LambdaOperations['GetFunctionUrlConfig'] = (input, call) => {
  return shown(find(call, functionName(call, input.FunctionName, input.Qualifier)).record)
}

export const ListFunctionUrlConfigs: LambdaOperations['ListFunctionUrlConfigs'] = (input, call) => {
  const { name } = functionName(call, input.FunctionName)
  findFunction(call, name)
  const { items, next } = page(call.records.functionUrls.list(name), input.Marker, input.MaxItems ?? 50)
  return { FunctionUrlConfigs: items.map(shown), ...(next === undefined ? {} : { NextMarker: next }) }
}

export const UpdateFunctionUrlConfig: LambdaOperations['UpdateFunctionUrlConfig'] = (input, call) => {
  const { record, qualifier, name } = find(call, functionName(call, input.FunctionName, input.Qualifier))
  const changed: FunctionUrlRecord = {
    ...record,
    LastModifiedTime: new Date(call.clock.now()).toISOString(),
    ...(input.AuthType === undefined ? {} : { AuthType: input.AuthType }),
    ...(input.Cors === undefined ? {} : { Cors: input.Cors }),
    ...(input.InvokeMode === undefined ? {} : { InvokeMode: input.InvokeMode }),
  }
  return shown(call.records.functionUrls.put(changed, qualifier, name))
}

export const DeleteFunctionUrlConfig: LambdaOperations['DeleteFunctionUrlConfig'] = (input, call) => {
  const { qualifier, name } = find(call, functionName(call, input.FunctionName, input.Qualifier))
  call.records.functionUrls.delete(qualifier, name)
  return {}
}

/** A URL belongs to the function or to an alias, never to a version. */
function checkUrlQualifier(call: Call, { name, qualifier }: FunctionName): string {
  findFunction(call, name)
  if (qualifier === undefined) return '$LATEST'
  if (!/^(?!^\d+$)[a-zA-Z0-9_-]+$/.test(qualifier)) {
    throw validationError('qualifier', qualifier, 'Member must satisfy regular expression pattern: ((?!^\\d+$)^[0-9a-zA-Z-_]+$)')
  }
  findAlias(call, name, qualifier)
  return qualifier
}

function find(call: Call, target: FunctionName): { record: FunctionUrlRecord; qualifier: string; name: string } {
  const qualifier = target.qualifier ?? '$LATEST'
  const record = call.records.functionUrls.get(qualifier, target.name)
  if (record === undefined) throw lambdaError(404, 'ResourceNotFoundException', 'The resource you requested does not exist.')
  return { record, qualifier, name: target.name }
}

/** 32 of `[a-z2-7]`; made from the ARN, so that a redeploy from nothing gives the same URL. */
function urlId(arn: string): string {
  const alphabet = 'abcdefghijklmnopqrstuvwxyz234567'
  return [...createHash('sha256').update(arn).digest()].map((byte) => alphabet[byte % 32]).join('')
}

function shown(
  record: FunctionUrlRecord,
): Required<Pick<FunctionUrlConfig, 'FunctionUrl' | 'FunctionArn' | 'CreationTime' | 'LastModifiedTime' | 'AuthType'>> & FunctionUrlConfig {
  return { ...record }
}
