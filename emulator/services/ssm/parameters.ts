import type * as sdk from '@aws-sdk/client-ssm'
import { compileFullMatch } from '../../language/java-pattern'
import type { ParameterRecord } from '../../model/account-services'
import { page } from '../pages'
import { parameterArn } from './bootstrap'
import { filterOf, isBelow } from './describe'
import { findVersion, localName, parameterNotFound, type SsmOperations, shown, ssmError } from './parameter-records'

/** Bytes that the value of a parameter of the standard tier may have. */
const STANDARD_BYTES = 4096
const ADVANCED_BYTES = 8192
/** Versions that are kept of a parameter: the oldest gives way. */
const MOST_VERSIONS = 100

export const PutParameter: SsmOperations['PutParameter'] = (input, call) => {
  const Name = checkName(input.Name)
  const before = call.records.parameters.get(Name)
  if (before !== undefined && !input.Overwrite) {
    throw ssmError(
      'ParameterAlreadyExists',
      'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
    )
  }
  if (before !== undefined && input.Tags !== undefined && input.Tags.length > 0) {
    throw ssmError(
      'ValidationException',
      "Invalid request: tags and overwrite can't be used together. To create a parameter with tags, please remove overwrite flag. To update tags for an existing parameter, please use AddTagsToResource or RemoveTagsFromResource.",
    )
  }
  const Type = input.Type ?? before?.Type
  if (Type === undefined) throw ssmError('ValidationException', 'A parameter type is required when you create a parameter.')
  const Value = input.Value ?? ''
  if (Value === '')
    throw ssmError(
      'ValidationException',
      "1 validation error detected: Value '' at 'value' failed to satisfy constraint: Member must have length greater than or equal to 1.",
    )
  const advanced = input.Tier === 'Advanced'
  if (Buffer.byteLength(Value) > (advanced ? ADVANCED_BYTES : STANDARD_BYTES)) {
    throw ssmError(
      'ValidationException',
      advanced
        ? 'Parameter value exceeds the maximum length of 8192.'
        : 'Standard tier parameters support a maximum parameter value of 4096 characters. To create a larger parameter value, upgrade the parameter to use the advanced-parameter tier. For more information, see https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html',
    )
  }
  if (input.AllowedPattern && !matches(input.AllowedPattern, Value)) {
    throw ssmError(
      'ParameterPatternMismatchException',
      `Parameter value, cannot be validated against allowedPattern: ${input.AllowedPattern}`,
    )
  }
  const tags = before?.tags ?? Object.fromEntries((input.Tags ?? []).map(({ Key = '', Value: value = '' }) => [Key, value]))
  const record: ParameterRecord = {
    Name,
    Type,
    Value,
    Version: (before?.Version ?? 0) + 1,
    LastModifiedDate: new Date(call.clock.now()),
    ARN: parameterArn(call, Name),
    DataType: input.DataType ?? before?.DataType ?? 'text',
    ...(Object.keys(tags).length === 0 ? {} : { tags }),
  }
  const { ARN: _arn, tags: _tags, ...version } = record
  const former = before === undefined ? undefined : call.records.parameterVersions.get(String(before.Version), Name)
  const Tier = advanced ? 'Advanced' : (former?.Tier ?? 'Standard')
  const keyId = input.KeyId ?? former?.KeyId ?? 'alias/aws/ssm'
  const description = input.Description ?? former?.Description
  call.records.parameters.put(record, Name)
  call.records.parameterVersions.put(
    {
      ...version,
      Tier,
      LastModifiedUser: `arn:aws:iam::${call.account}:root`,
      ...(Type === 'SecureString' ? { KeyId: keyId } : {}),
      ...(description === undefined ? {} : { Description: description }),
      ...(input.AllowedPattern ? { AllowedPattern: input.AllowedPattern } : {}),
    },
    String(record.Version),
    Name,
  )
  call.records.parameterVersions.delete(String(record.Version - MOST_VERSIONS), Name)
  return { Version: record.Version, Tier }
}

export const GetParameter: SsmOperations['GetParameter'] = (input, call) => {
  const found = findVersion(call, input.Name ?? '')
  if (found === undefined) throw parameterNotFound(input.Name ?? '')
  return { Parameter: shown(found.record, input.WithDecryption, found.selector) }
}

export const GetParameters: SsmOperations['GetParameters'] = (input, call) => {
  const Parameters: sdk.Parameter[] = []
  const InvalidParameters: string[] = []
  for (const name of new Set(input.Names ?? [])) {
    const found = findVersion(call, name)
    if (found === undefined) InvalidParameters.push(name)
    else Parameters.push(shown(found.record, input.WithDecryption, found.selector))
  }
  return { Parameters, InvalidParameters }
}

export const GetParametersByPath: SsmOperations['GetParametersByPath'] = (input, call) => {
  const path = input.Path ?? ''
  if (!path.startsWith('/')) {
    throw ssmError(
      'ValidationException',
      'The parameter doesn\'t meet the parameter name requirements. The parameter name must begin with a forward slash "/".',
    )
  }
  const keep = filterOf(call, input.ParameterFilters ?? [])
  const all = call.records.parameters
    .list()
    .filter((record) => isBelow(record.Name, path, input.Recursive === true) && keep(record))
    .sort((a, b) => (a.Name < b.Name ? -1 : 1))
  const { items, next } = page(all, input.NextToken, input.MaxResults ?? 10)
  return { Parameters: items.map((record) => shown(record, input.WithDecryption)), ...(next === undefined ? {} : { NextToken: next }) }
}

export const DeleteParameter: SsmOperations['DeleteParameter'] = (input, call) => {
  const name = localName(call, input.Name ?? '')
  if (!call.records.parameters.delete(name)) throw parameterNotFound(name)
  call.records.parameterVersions.deleteAll(name)
  return {}
}

export const DeleteParameters: SsmOperations['DeleteParameters'] = (input, call) => {
  const DeletedParameters: string[] = []
  const InvalidParameters: string[] = []
  for (const name of new Set(input.Names ?? [])) {
    if (call.records.parameters.delete(localName(call, name))) DeletedParameters.push(name)
    else InvalidParameters.push(name)
    call.records.parameterVersions.deleteAll(localName(call, name))
  }
  return { DeletedParameters, InvalidParameters }
}

function checkName(name: string | undefined): string {
  if (name === undefined || !/^[a-zA-Z0-9_.\-/]{1,2048}$/.test(name)) {
    throw ssmError(
      'ValidationException',
      'Parameter name: can\'t be prefixed with "ssm" (case-insensitive). If formed as a path, it can consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the following 3 symbols .-_',
    )
  }
  if (/^\/?(?:aws|ssm)(?:\/|$)/i.test(name) && !name.startsWith('/aws/service/')) {
    throw ssmError('ValidationException', `Parameter name: can't be prefixed with "aws" or "ssm" (case-insensitive). Found: ${name}`)
  }
  if (name.includes('/') && !name.startsWith('/')) throw ssmError('ValidationException', 'Parameter name must be a fully qualified name.')
  return name
}

function matches(pattern: string, value: string): boolean {
  // Found anywhere in the value, unless the pattern itself says where.
  const found = compileFullMatch(`[\\s\\S]*(?:${pattern})[\\s\\S]*`)
  if (found === undefined) throw ssmError('InvalidAllowedPatternException', 'Allowed pattern is invalid, could not compile regex.')
  return found(value)
}
