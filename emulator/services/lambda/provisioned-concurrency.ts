import type { PutProvisionedConcurrencyConfigResponse } from '@aws-sdk/client-lambda'
import type { ProvisionedConcurrencyRecord } from '../../model/lambda'
import type { Call } from '../operations'
import { page } from '../pages'
import { lastModified } from './configuration'
import { checkQualifier, type FunctionName, findFunction, functionArn, functionName } from './names'
import { invalidParameter, type LambdaOperations, lambdaError, required, validationError } from './operations'
import { resolveFunction } from './resolve'

/** Environments start at once, and the setting reads as ready meanwhile. */
export const PutProvisionedConcurrencyConfig: LambdaOperations['PutProvisionedConcurrencyConfig'] = (input, call) => {
  const target = functionName(call, input.FunctionName, required(input.Qualifier, 'qualifier'))
  const qualifier = published(call, target)
  const requested = required(input.ProvisionedConcurrentExecutions, 'provisionedConcurrentExecutions')
  if (requested < 1)
    throw validationError('provisionedConcurrentExecutions', requested, 'Member must have value greater than or equal to 1')
  const { reservedConcurrentExecutions: reserved } = findFunction(call, target.name)
  if (reserved !== undefined && requested > reserved) {
    throw invalidParameter('Requested Provisioned Concurrency should not be greater than the reservedConcurrentExecution for function')
  }
  const record = call.records.provisionedConcurrency.put({ requested, lastModified: lastModified(call) }, qualifier, target.name)
  call.functions.provision(resolveFunction(call, target), requested)
  return shown(record)
}

export const GetProvisionedConcurrencyConfig: LambdaOperations['GetProvisionedConcurrencyConfig'] = (input, call) => {
  const target = functionName(call, input.FunctionName, required(input.Qualifier, 'qualifier'))
  const record = call.records.provisionedConcurrency.get(published(call, target), target.name)
  if (record === undefined) {
    throw lambdaError(404, 'ProvisionedConcurrencyConfigNotFoundException', 'No Provisioned Concurrency Config found for this function')
  }
  return shown(record)
}

export const DeleteProvisionedConcurrencyConfig: LambdaOperations['DeleteProvisionedConcurrencyConfig'] = (input, call) => {
  const target = functionName(call, input.FunctionName, required(input.Qualifier, 'qualifier'))
  call.records.provisionedConcurrency.delete(published(call, target), target.name)
  call.functions.provision(resolveFunction(call, target), 0)
  return {}
}

export const ListProvisionedConcurrencyConfigs: LambdaOperations['ListProvisionedConcurrencyConfigs'] = (input, call) => {
  const { name } = functionName(call, input.FunctionName)
  findFunction(call, name)
  const { items, next } = page(call.records.provisionedConcurrency.ids(name), input.Marker, input.MaxItems ?? 50)
  return {
    ProvisionedConcurrencyConfigs: items.flatMap((qualifier) => {
      const record = call.records.provisionedConcurrency.get(qualifier, name)
      return record === undefined ? [] : [{ FunctionArn: functionArn(call, name, qualifier), ...shown(record) }]
    }),
    ...(next === undefined ? {} : { NextMarker: next }),
  }
}

/** A version or an alias: `$LATEST` cannot have any. */
function published(call: Call, target: FunctionName): string {
  const qualifier = checkQualifier(call, target)
  if (qualifier === '$LATEST') throw invalidParameter('Provisioned Concurrency Configs cannot be applied to unpublished function versions.')
  return qualifier
}

function shown({ requested, lastModified: LastModified }: ProvisionedConcurrencyRecord): PutProvisionedConcurrencyConfigResponse {
  return {
    RequestedProvisionedConcurrentExecutions: requested,
    AvailableProvisionedConcurrentExecutions: requested,
    AllocatedProvisionedConcurrentExecutions: requested,
    Status: 'READY',
    LastModified,
  }
}
