import type * as sdk from '@aws-sdk/client-ssm'
import type { ParameterRecord } from '../../model/account-services'
import { AwsError } from '../../model/errors'
import type { Call, Operations } from '../operations'
import { page } from '../pages'

type SsmOperations = Operations<typeof sdk>

/** Bytes that the value of a parameter of the standard tier may have. */
const STANDARD_BYTES = 4096
const ADVANCED_BYTES = 8192

export const PutParameter: SsmOperations['PutParameter'] = (input, call) => {
  const Name = checkName(input.Name)
  const before = call.records.parameters.get(Name)
  if (before !== undefined && !input.Overwrite) {
    throw error(
      'ParameterAlreadyExists',
      'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
    )
  }
  const Type = input.Type ?? before?.Type
  if (Type === undefined) throw error('ValidationException', 'A parameter type is required when you create a parameter.')
  const Value = input.Value ?? ''
  if (Value === '')
    throw error(
      'ValidationException',
      "1 validation error detected: Value '' at 'value' failed to satisfy constraint: Member must have length greater than or equal to 1.",
    )
  const advanced = input.Tier === 'Advanced'
  if (Buffer.byteLength(Value) > (advanced ? ADVANCED_BYTES : STANDARD_BYTES)) {
    throw error(
      'ValidationException',
      advanced
        ? 'Parameter value exceeds the maximum length of 8192.'
        : 'Standard tier parameters support a maximum parameter value of 4096 characters. To create a larger parameter value, upgrade the parameter to use the advanced-parameter tier. For more information, see https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html',
    )
  }
  if (input.AllowedPattern && !matches(input.AllowedPattern, Value)) {
    throw error('ParameterPatternMismatchException', `Parameter value, cannot be validated against allowedPattern: ${input.AllowedPattern}`)
  }
  const record: ParameterRecord = {
    Name,
    Type,
    Value,
    Version: (before?.Version ?? 0) + 1,
    LastModifiedDate: new Date(call.clock.now()),
    ARN: `arn:aws:ssm:${call.region}:${call.account}:parameter${Name.startsWith('/') ? '' : '/'}${Name}`,
    DataType: input.DataType ?? before?.DataType ?? 'text',
  }
  call.records.parameters.put(record, Name)
  return { Version: record.Version, Tier: input.Tier ?? 'Standard' }
}

export const GetParameter: SsmOperations['GetParameter'] = (input, call) => {
  const record = find(call, input.Name ?? '')
  if (record === undefined) throw error('ParameterNotFound', `Parameter ${input.Name ?? ''} not found.`)
  return { Parameter: shown(record, input.WithDecryption) }
}

export const GetParameters: SsmOperations['GetParameters'] = (input, call) => {
  const Parameters: sdk.Parameter[] = []
  const InvalidParameters: string[] = []
  for (const name of new Set(input.Names ?? [])) {
    const record = find(call, name)
    if (record === undefined) InvalidParameters.push(name)
    else Parameters.push(shown(record, input.WithDecryption))
  }
  return { Parameters, InvalidParameters }
}

export const GetParametersByPath: SsmOperations['GetParametersByPath'] = (input, call) => {
  const path = input.Path ?? ''
  if (!path.startsWith('/')) {
    throw error(
      'ValidationException',
      'The parameter doesn\'t meet the parameter name requirements. The parameter name must begin with a forward slash "/".',
    )
  }
  const prefix = path.endsWith('/') ? path : `${path}/`
  const all = call.records.parameters
    .list()
    .filter(({ Name }) => Name.startsWith(prefix) && (input.Recursive === true || !Name.slice(prefix.length).includes('/')))
    .sort((a, b) => (a.Name < b.Name ? -1 : 1))
  const { items, next } = page(all, input.NextToken, input.MaxResults ?? 10)
  return { Parameters: items.map((record) => shown(record, input.WithDecryption)), ...(next === undefined ? {} : { NextToken: next }) }
}

export const DeleteParameter: SsmOperations['DeleteParameter'] = (input, call) => {
  const name = input.Name ?? ''
  if (!call.records.parameters.delete(name)) throw error('ParameterNotFound', `Parameter ${name} not found.`)
  return {}
}

/** What `cdk bootstrap` leaves in an account: the version of its stack, so that nobody has to bootstrap an emulator. */
function bootstrapped({ account, region, clock }: Call, name: string): ParameterRecord | undefined {
  if (!/^\/cdk-bootstrap\/[^/]+\/version$/.test(name)) return undefined
  const ARN = `arn:aws:ssm:${region}:${account}:parameter${name}`
  return { Name: name, Type: 'String', Value: '30', Version: 1, LastModifiedDate: new Date(clock.now()), ARN, DataType: 'text' }
}

/** By name, ARN, or either with `:version`; only the latest version is kept, another one answers as if it were not there. */
function find(call: Call, text: string): ParameterRecord | undefined {
  const local = /^arn:[^:]+:ssm:[^:]+:\d+:parameter(\/.*)$/.exec(text)?.[1] ?? text
  const [, name = local, version] = /^([^:]*):(\d+)$/.exec(local) ?? []
  const record = call.records.parameters.get(name) ?? (local === text ? undefined : call.records.parameters.get(name.slice(1)))
  if (record === undefined) return bootstrapped(call, name)
  if (version === undefined || Number(version) === record.Version) return record
  throw error('ParameterVersionNotFound', `Systems Manager could not find version ${version} of ${name}. Verify the version and try again.`)
}

/** A SecureString that is not asked for in clear is shown as what it is here: something that is no secret's text. */
function shown(record: ParameterRecord, decrypt: boolean | undefined): sdk.Parameter {
  return record.Type === 'SecureString' && decrypt !== true
    ? { ...record, Value: `kms:alias/aws/ssm:${Buffer.from(record.ARN).toString('base64')}` }
    : { ...record }
}

function checkName(name: string | undefined): string {
  if (name === undefined || !/^[a-zA-Z0-9_.\-/]{1,2048}$/.test(name)) {
    throw error(
      'ValidationException',
      'Parameter name: can\'t be prefixed with "ssm" (case-insensitive). If formed as a path, it can consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the following 3 symbols .-_',
    )
  }
  if (/^\/?(?:aws|ssm)(?:\/|$)/i.test(name) && !name.startsWith('/aws/service/')) {
    throw error('ValidationException', `Parameter name: can't be prefixed with "aws" or "ssm" (case-insensitive). Found: ${name}`)
  }
  if (name.includes('/') && !name.startsWith('/')) throw error('ValidationException', 'Parameter name must be a fully qualified name.')
  return name
}

function matches(pattern: string, value: string): boolean {
  try {
    return new RegExp(pattern).test(value)
  } catch {
    throw error('InvalidAllowedPatternException', 'Allowed pattern is invalid, could not compile regex.')
  }
}

function error(code: string, message: string): AwsError {
  return new AwsError(code, message, 400)
}
