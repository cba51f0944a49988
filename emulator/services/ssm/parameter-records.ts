import type * as sdk from '@aws-sdk/client-ssm'
import type { ParameterRecord, ParameterVersionRecord } from '../../model/account-services'
import { AwsError } from '../../model/errors'
import type { Call, Operations } from '../operations'
import { bootstrapParameter, parameterArn } from './bootstrap'

/** The operations of Systems Manager, typed by the SDK's command classes. */
export type SsmOperations = Operations<typeof sdk>

export function ssmError(code: string, message: string): AwsError {
  return new AwsError(code, message, 400)
}

export function parameterNotFound(name: string): AwsError {
  return ssmError('ParameterNotFound', `Parameter ${name} not found.`)
}

/** The name in a name or an ARN. */
export function localName(call: Call, text: string): string {
  const local = /^arn:[^:]+:ssm:[^:]+:\d+:parameter(\/.*)$/.exec(text)?.[1] ?? text
  // In an ARN, a name that begins without a slash has one too.
  return local !== text && call.records.parameters.get(local.replace(/:.*$/, '')) === undefined ? local.slice(1) : local
}

/** A parameter by name or ARN, either with `:version`; what it says, and the selector if there was one. */
export function findVersion(call: Call, text: string): { readonly record: ParameterRecord; readonly selector?: string } | undefined {
  const local = localName(call, text)
  const [, name = local, selector] = /^([^:]*):(.+)$/.exec(local) ?? []
  const record = call.records.parameters.get(name) ?? bootstrapParameter(call, name)
  if (record === undefined || selector === undefined) return record === undefined ? undefined : { record }
  if (Number(selector) === record.Version) return { record, selector: `:${selector}` }
  const version = call.records.parameterVersions.get(selector, name)
  if (version === undefined) {
    throw ssmError(
      'ParameterVersionNotFound',
      `Systems Manager could not find version ${selector} of ${name}. Verify the version and try again.`,
    )
  }
  const { Type, Value, Version, LastModifiedDate, DataType } = version
  return {
    record: { Name: name, Type, Value, Version, LastModifiedDate, DataType, ARN: parameterArn(call, name) },
    selector: `:${selector}`,
  }
}

/** What the latest version says besides its value. */
export function latestVersion(call: Call, { Name, Version }: ParameterRecord): ParameterVersionRecord | undefined {
  return call.records.parameterVersions.get(String(Version), Name)
}

export function shown(record: ParameterRecord, decrypt: boolean | undefined, selector?: string): sdk.Parameter {
  const { tags: _tags, ...parameter } = record
  return { ...parameter, Value: shownValue(record, decrypt), ...(selector === undefined ? {} : { Selector: selector }) }
}

/** A SecureString that is not asked for in clear is shown as what it is here: something that is no secret's text. */
export function shownValue({ Type, Value, Name }: Pick<ParameterRecord, 'Type' | 'Value' | 'Name'>, decrypt: boolean | undefined): string {
  return Type === 'SecureString' && decrypt !== true ? `kms:alias/aws/ssm:${Buffer.from(Name).toString('base64')}` : Value
}
