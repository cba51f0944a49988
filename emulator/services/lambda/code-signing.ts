import type { AllowedPublishers, CodeSigningPolicies, CreateCodeSigningConfigRequest } from '@aws-sdk/client-lambda'
import type { CodeSigningConfigRecord, FunctionRecord } from '../../model/lambda'
import type { Call } from '../operations'
import { page } from '../pages'
import { lastModified } from './configuration'
import { reportFunction } from './findings'
import { findFunction, functionName, partition } from './names'
import { invalidParameter, type LambdaOperations, lambdaError, required, validationError } from './operations'

// Configurations and who uses them are kept; signatures are not verified. Code that AWS may refuse is deployed, and a diagnostic says so.

const PUBLISHER = /^arn:aws[a-zA-Z0-9-]*:[a-zA-Z0-9-]+:(?:[a-z]{2}(?:-gov|-isob?)?-[a-z]+-\d)?:(?:\d{12})?:.*$/
const CONFIG = /^arn:aws[a-zA-Z-]*:lambda:[a-z]{2}(?:-gov|-isob?)?-[a-z]+-\d:\d{12}:code-signing-config:csc-[a-z0-9]{17}$/

export const CreateCodeSigningConfig: LambdaOperations['CreateCodeSigningConfig'] = (input, call) => {
  const AllowedPublishers = required(input.AllowedPublishers, 'allowedPublishers')
  checkSettings(input)
  const id = `csc-${call.ids.lower(17)}`
  const arn = `arn:${partition(call.region)}:lambda:${call.region}:${call.account}:code-signing-config:${id}`
  const configuration: CodeSigningConfigRecord['configuration'] = {
    CodeSigningConfigId: id,
    CodeSigningConfigArn: arn,
    Description: input.Description ?? '',
    AllowedPublishers,
    CodeSigningPolicies: policies(input.CodeSigningPolicies),
    LastModified: lastModified(call),
  }
  call.records.codeSigningConfigs.put({ configuration, tags: { ...input.Tags } }, arn)
  return { CodeSigningConfig: { ...configuration } }
}

export const GetCodeSigningConfig: LambdaOperations['GetCodeSigningConfig'] = (input, call) => ({
  CodeSigningConfig: { ...findConfig(call, input.CodeSigningConfigArn).configuration },
})

export const UpdateCodeSigningConfig: LambdaOperations['UpdateCodeSigningConfig'] = (input, call) => {
  const record = findConfig(call, input.CodeSigningConfigArn)
  checkSettings(input)
  const configuration: CodeSigningConfigRecord['configuration'] = {
    ...record.configuration,
    ...(input.Description === undefined ? {} : { Description: input.Description }),
    ...(input.AllowedPublishers === undefined ? {} : { AllowedPublishers: input.AllowedPublishers }),
    ...(input.CodeSigningPolicies === undefined ? {} : { CodeSigningPolicies: policies(input.CodeSigningPolicies) }),
    LastModified: lastModified(call),
  }
  const arn = configuration.CodeSigningConfigArn
  call.records.codeSigningConfigs.put({ ...record, configuration }, arn)
  for (const user of usersOf(call, arn)) reportFunction(call, user)
  return { CodeSigningConfig: { ...configuration } }
}

/** Refused while functions use it (API reference, DeleteCodeSigningConfig). */
export const DeleteCodeSigningConfig: LambdaOperations['DeleteCodeSigningConfig'] = (input, call) => {
  const arn = findConfig(call, input.CodeSigningConfigArn).configuration.CodeSigningConfigArn
  if (usersOf(call, arn).length > 0) {
    // Uncertain: the wording.
    throw lambdaError(409, 'ResourceConflictException', `Code signing configuration ${arn} is attached to functions and cannot be deleted.`)
  }
  call.records.codeSigningConfigs.delete(arn)
  return {}
}

export const ListCodeSigningConfigs: LambdaOperations['ListCodeSigningConfigs'] = (input, call) => {
  const { items, next } = page(call.records.codeSigningConfigs.list(), input.Marker, input.MaxItems ?? 50)
  return {
    CodeSigningConfigs: items.map(({ configuration }) => ({ ...configuration })),
    ...(next === undefined ? {} : { NextMarker: next }),
  }
}

export const ListFunctionsByCodeSigningConfig: LambdaOperations['ListFunctionsByCodeSigningConfig'] = (input, call) => {
  const { configuration } = findConfig(call, input.CodeSigningConfigArn)
  const { items, next } = page(usersOf(call, configuration.CodeSigningConfigArn), input.Marker, input.MaxItems ?? 50)
  return {
    FunctionArns: items.map((record) => record.configuration.FunctionArn),
    ...(next === undefined ? {} : { NextMarker: next }),
  }
}

/** Counts for code that is deployed from now on: what runs stays (Lambda developer guide, "Using code signing"). */
export const PutFunctionCodeSigningConfig: LambdaOperations['PutFunctionCodeSigningConfig'] = (input, call) => {
  const CodeSigningConfigArn = required(input.CodeSigningConfigArn, 'codeSigningConfigArn')
  const record = findZipFunction(call, input.FunctionName)
  checkConfig(call, CodeSigningConfigArn)
  keep(call, { ...record, codeSigningConfigArn: CodeSigningConfigArn })
  return { CodeSigningConfigArn, FunctionName: record.configuration.FunctionName }
}

export const GetFunctionCodeSigningConfig: LambdaOperations['GetFunctionCodeSigningConfig'] = (input, call) => {
  const { configuration, codeSigningConfigArn } = findZipFunction(call, input.FunctionName)
  return { CodeSigningConfigArn: codeSigningConfigArn, FunctionName: configuration.FunctionName }
}

/** Succeeds where the function has none. */
export const DeleteFunctionCodeSigningConfig: LambdaOperations['DeleteFunctionCodeSigningConfig'] = (input, call) => {
  const { codeSigningConfigArn: _dropped, ...record } = findZipFunction(call, input.FunctionName)
  keep(call, record)
  return {}
}

/** Refuses a configuration that is not in the account; one of another account cannot be looked up here, and is taken. */
export function checkConfig(call: Call, arn: string): void {
  if (!CONFIG.test(arn)) throw badArn(arn)
  const [, , , region, account] = arn.split(':')
  if (region !== call.region || account !== call.account || call.records.codeSigningConfigs.get(arn) !== undefined) return
  throw lambdaError(
    404,
    'CodeSigningConfigNotFoundException',
    // Uncertain: the wording.
    `The code signing configuration cannot be found. Check that the provided configuration is not deleted: ${arn}.`,
  )
}

export function findConfig(call: Call, arn: string | undefined): CodeSigningConfigRecord {
  const wanted = required(arn, 'codeSigningConfigArn')
  if (!CONFIG.test(wanted)) throw badArn(wanted)
  const record = call.records.codeSigningConfigs.get(wanted)
  // Uncertain: the wording.
  if (record === undefined)
    throw lambdaError(404, 'ResourceNotFoundException', `The Lambda code signing configuration ${wanted} can not be found.`)
  return record
}

function badArn(arn: string) {
  return validationError(
    'codeSigningConfigArn',
    arn,
    'Member must satisfy regular expression pattern: arn:(aws[a-zA-Z-]*)?:lambda:[a-z]{2}((-gov)|(-iso(b?)))?-[a-z]+-\\d{1}:\\d{12}:code-signing-config:csc-[a-z0-9]{17}',
  )
}

function findZipFunction(call: Call, name: string | undefined): FunctionRecord {
  const record = findFunction(call, functionName(call, name).name)
  if (record.configuration.PackageType === 'Image') throw imagesAreNotSigned()
  return record
}

export function imagesAreNotSigned() {
  return invalidParameter('Code signing is not supported for functions created with container images.')
}

/** What runs stays as it is. */
function keep(call: Call, record: FunctionRecord): void {
  call.records.functions.put(record, record.configuration.FunctionName)
  reportFunction(call, record)
}

function usersOf(call: Call, arn: string): FunctionRecord[] {
  return call.records.functions.list().filter(({ codeSigningConfigArn }) => codeSigningConfigArn === arn)
}

/** `Warn` unless given (API reference, CodeSigningPolicies). */
function policies(given: CodeSigningPolicies | undefined): CodeSigningPolicies {
  return { UntrustedArtifactOnDeployment: given?.UntrustedArtifactOnDeployment ?? 'Warn' }
}

function checkSettings(given: Partial<CreateCodeSigningConfigRequest>): void {
  const { AllowedPublishers: publishers, CodeSigningPolicies: chosen, Description = '' } = given
  if (publishers !== undefined) checkPublishers(publishers)
  if (Description.length > 256) throw validationError('description', Description, 'Member must have length less than or equal to 256')
  const policy = chosen?.UntrustedArtifactOnDeployment
  if (policy !== undefined && policy !== 'Warn' && policy !== 'Enforce') {
    const member = 'codeSigningPolicies.untrustedArtifactOnDeployment'
    throw validationError(member, policy, 'Member must satisfy enum value set: [Warn, Enforce]')
  }
}

/** 1 to 20 versions of signing profiles (API reference, AllowedPublishers); whether they exist is not looked up. */
function checkPublishers({ SigningProfileVersionArns: given }: AllowedPublishers): void {
  const member = 'allowedPublishers.signingProfileVersionArns'
  const arns = required(given, member)
  if (arns.length < 1) throw validationError(member, '[]', 'Member must have length greater than or equal to 1')
  if (arns.length > 20) throw validationError(member, `[${arns.join(', ')}]`, 'Member must have length less than or equal to 20')
  const bad = arns.find((arn) => !PUBLISHER.test(arn))
  if (bad === undefined) return
  throw validationError(
    member,
    `[${arns.join(', ')}]`,
    'Member must satisfy constraint: [Member must satisfy regular expression pattern: arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\\-])+:([a-z]{2}((-gov)|(-iso(b?)))?-[a-z]+-\\d{1})?:(\\d{12})?:(.*)]',
  )
}
