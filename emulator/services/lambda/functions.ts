import type { FunctionConfiguration } from '@aws-sdk/client-lambda'
import type { FunctionCode, FunctionRecord } from '../../model/lambda'
import type { Call } from '../operations'
import { page } from '../pages'
import { readCode, readDirectory } from './code'
import { checkConfig, imagesAreNotSigned } from './code-signing'
import { checkRevision, lastModified, newConfiguration, withSettings } from './configuration'
import { reportFunction } from './findings'
import { checkQualifier, findFunction, findVersion, functionArn, functionName, LATEST_PUBLISHED } from './names'
import { invalidParameter, type LambdaOperations, lambdaError, required } from './operations'
import { resolveFunction } from './resolve'
import { publish } from './versions'

/** A function whose code is an image has nothing on this machine that could run. */
const NO_CODE: FunctionCode = { directory: '', sha256: '', size: 0 }

export const CreateFunction: LambdaOperations['CreateFunction'] = (input, call) => {
  const { name } = functionName(call, required(input.FunctionName, 'functionName'))
  required(input.Role, 'role')
  if (call.records.functions.get(name) !== undefined) {
    throw lambdaError(409, 'ResourceConflictException', `Function already exist: ${name}`)
  }
  const given = required(input.Code, 'code')
  const code = given.ImageUri !== undefined || input.PackageType === 'Image' ? NO_CODE : readCode(given, call)
  const configuration = newConfiguration(call, { name, arn: functionArn(call, name) }, code, {
    ...input,
    ...(given.ImageUri === undefined ? {} : { PackageType: 'Image' }),
  })
  const { CodeSigningConfigArn: signing } = input
  if (signing !== undefined) {
    if (configuration.PackageType === 'Image') throw imagesAreNotSigned()
    checkConfig(call, signing)
  }
  put(call, { configuration, code, tags: { ...input.Tags }, ...(signing === undefined ? {} : { codeSigningConfigArn: signing }) })
  const { PublishTo } = input
  return input.Publish || PublishTo !== undefined ? publish(call, name, { PublishTo }).configuration : answer(configuration)
}

export const GetFunction: LambdaOperations['GetFunction'] = (input, call) => {
  const target = functionName(call, input.FunctionName, input.Qualifier)
  const record = findVersion(call, target)
  const { tags, reservedConcurrentExecutions } = findFunction(call, target.name)
  return {
    Configuration: qualified(record, target.qualifier, call),
    Code: { RepositoryType: 'S3', Location: `file://${record.code.directory}` },
    ...(Object.keys(tags).length === 0 ? {} : { Tags: { ...tags } }),
    ...(reservedConcurrentExecutions === undefined ? {} : { Concurrency: { ReservedConcurrentExecutions: reservedConcurrentExecutions } }),
  }
}

export const GetFunctionConfiguration: LambdaOperations['GetFunctionConfiguration'] = (input, call) => {
  const target = functionName(call, input.FunctionName, input.Qualifier)
  return qualified(findVersion(call, target), target.qualifier, call)
}

export const ListFunctions: LambdaOperations['ListFunctions'] = (input, call) => {
  const latest = call.records.functions.list()
  const all =
    input.FunctionVersion === 'ALL'
      ? latest.flatMap((record) => [record, ...call.records.functionVersions.list(record.configuration.FunctionName)])
      : latest
  const { items, next } = page(all, input.Marker, input.MaxItems ?? 50)
  return { Functions: items.map(({ configuration }) => listed(configuration)), ...(next === undefined ? {} : { NextMarker: next }) }
}

export const UpdateFunctionCode: LambdaOperations['UpdateFunctionCode'] = (input, call) => {
  const { name } = functionName(call, input.FunctionName)
  const record = findFunction(call, name)
  checkRevision(input.RevisionId, record.configuration.RevisionId)
  if (record.configuration.PackageType === 'Image') {
    if (input.ImageUri === undefined)
      throw invalidParameter('Please do not provide ZipFile when updating a function with packageType Image.')
    return answer(record.configuration)
  }
  const code = readCode(input, call)
  const configuration =
    input.Architectures === undefined ? record.configuration : { ...record.configuration, Architectures: input.Architectures }
  const changed = swapCode(call, { ...record, configuration }, code, input.DryRun === true)
  const { Publish, PublishTo } = input
  return (Publish || PublishTo !== undefined) && !input.DryRun
    ? publish(call, name, { PublishTo }).configuration
    : answer(changed.configuration)
}

/** Puts a directory in place of a function's code (hot reload): the next event meets it, loaded. False when the content is the same. */
export function useDirectory(call: Call, functionNameOrArn: string, directory: string): boolean {
  const { name } = functionName(call, functionNameOrArn)
  const record = findFunction(call, name)
  if (swapCode(call, record, readDirectory(directory)) === record) return false
  call.functions.warm(resolveFunction(call, { name }))
  return true
}

export const UpdateFunctionConfiguration: LambdaOperations['UpdateFunctionConfiguration'] = (input, call) => {
  const record = findFunction(call, functionName(call, input.FunctionName).name)
  checkRevision(input.RevisionId, record.configuration.RevisionId)
  const configuration = {
    ...withSettings(call, record.configuration, input),
    RevisionId: call.ids.uuid(),
    LastModified: lastModified(call),
  }
  put(call, { ...record, configuration })
  return answer(configuration)
}

export const DeleteFunction: LambdaOperations['DeleteFunction'] = (input, call) => {
  const target = functionName(call, input.FunctionName, input.Qualifier)
  const { name, qualifier } = target
  findFunction(call, name)
  const { functionPolicies, functionUrls, eventInvokeConfigs, functionScaling, runtimeManagement, provisionedConcurrency } = call.records
  const tables = [functionPolicies, functionUrls, eventInvokeConfigs, functionScaling, runtimeManagement, provisionedConcurrency]
  if (qualifier === undefined) {
    for (const table of [...tables, call.records.functionVersions, call.records.aliases]) table.deleteAll(name)
    call.records.functions.delete(name)
    call.diagnostics.replace(functionArn(call, name), [])
  } else {
    if (qualifier === '$LATEST') throw invalidParameter('$LATEST version cannot be deleted without deleting the function.')
    checkQualifier(call, target)
    const alias = call.records.aliases.list(name).find((each) => each.FunctionVersion === qualifier)
    if (alias !== undefined) {
      throw lambdaError(409, 'ResourceConflictException', `Version ${qualifier} is pointed to by aliases: ${alias.Name}`)
    }
    for (const table of tables) table.delete(qualifier, name)
    call.records.functionVersions.delete(qualifier, name)
  }
  call.functions.retire(name)
  return { StatusCode: 204 }
}

function swapCode(call: Call, record: FunctionRecord, code: FunctionCode, dryRun = false): FunctionRecord {
  if (code.sha256 === record.code.sha256 && code.directory === record.code.directory) return record
  const configuration = {
    ...record.configuration,
    CodeSha256: code.sha256,
    CodeSize: code.size,
    RevisionId: call.ids.uuid(),
    LastModified: lastModified(call),
  }
  const changed = { ...record, configuration, code }
  return dryRun ? changed : put(call, changed)
}

function put(call: Call, record: FunctionRecord): FunctionRecord {
  const name = record.configuration.FunctionName
  call.records.functions.put(record, name)
  call.functions.retire(name)
  reportFunction(call, record)
  return record
}

/** The record's configuration as a caller may keep and change it. */
function answer(configuration: FunctionRecord['configuration']): FunctionConfiguration {
  return { ...configuration }
}

/** The ARN that is answered carries the qualifier that was asked by. */
function qualified(record: FunctionRecord, qualifier: string | undefined, call: Call): FunctionConfiguration {
  const configuration = answer(record.configuration)
  if (qualifier !== undefined) configuration.FunctionArn = functionArn(call, record.configuration.FunctionName, qualifier)
  if (qualifier === LATEST_PUBLISHED) configuration.Version = LATEST_PUBLISHED
  return configuration
}

/** Lists leave the state of functions out. */
function listed(configuration: FunctionRecord['configuration']): FunctionConfiguration {
  const { State: _state, LastUpdateStatus: _status, ...shown } = configuration
  return shown
}
