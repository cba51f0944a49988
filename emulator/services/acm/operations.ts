import type * as sdk from '@aws-sdk/client-acm'
import type { CertificateRecord } from '../../model/account-services'
import { AwsError } from '../../model/errors'
import type { Call, Operations } from '../operations'

/** The operations of Certificate Manager, typed by the SDK's command classes. */
export type AcmOperations = Operations<typeof sdk>

const ARN = /^arn:[\w+=/,.@-]+:acm:[\w+=/,.@-]*:\d+:[\w+=,.@-]+(?:\/[\w+=,.@-]+)*$/
const MOST_TAGS = 50

export function acmError(code: string, message: string): AwsError {
  return new AwsError(code, message, 400)
}

export function findCertificate(call: Call, arn = ''): CertificateRecord {
  if (!ARN.test(arn)) {
    throw acmError(
      'ValidationException',
      `1 validation error detected: Value '${arn}' at 'certificateArn' failed to satisfy constraint: Member must satisfy regular expression pattern: arn:[\\w+=/,.@-]+:acm:[\\w+=/,.@-]*:[0-9]+:[\\w+=,.@-]+(/[\\w+=,.@-]+)*`,
    )
  }
  const record = call.records.certificates.get(arn)
  if (record === undefined) throw acmError('ResourceNotFoundException', `Could not find certificate ${arn} in account ${call.account}.`)
  return record
}

/** The tags of a certificate with others added. */
export function tagsWith(tags: Readonly<Record<string, string>>, added: readonly sdk.Tag[] | undefined): Record<string, string> {
  const all = { ...tags, ...Object.fromEntries((added ?? []).map(({ Key = '', Value = '' }) => [Key, Value])) }
  if (Object.keys(all).some((key) => key.startsWith('aws:'))) {
    throw acmError('InvalidTagException', 'aws: prefixed tag key names are not allowed for external use.')
  }
  if (Object.keys(all).length > MOST_TAGS) {
    throw acmError('TooManyTagsException', `The number of tags exceeds the limit of ${MOST_TAGS} tags per resource.`)
  }
  return all
}
