import type * as sdk from '@aws-sdk/client-sts'
import { AwsError } from '../../model/errors'
import type { Operations } from '../operations'
import { accountOf, temporaryCredentials } from './credentials'

/** The operations of STS, typed by the SDK's command classes. */
export type StsOperations = Operations<typeof sdk>

/** STS's name for most of what is wrong with a request. */
export function validationError(message: string): AwsError {
  return new AwsError('ValidationError', message, 400)
}

/** A member that breaks a constraint of the model, in AWS's words. */
export function constraint(member: string, found: unknown, rule: string): AwsError {
  return validationError(`1 validation error detected: Value '${String(found)}' at '${member}' failed to satisfy constraint: ${rule}`)
}

/** Whoever the key of the call belongs to; a key that nobody has is the account's own. */
export const GetCallerIdentity: StsOperations['GetCallerIdentity'] = (_input, call) => {
  const known = call.accessKeyId === undefined ? undefined : call.gateway.principals.find(call.accessKeyId)?.identity
  return {
    UserId: known?.caller ?? call.account,
    Account: known?.accountId ?? call.account,
    Arn: known?.userArn ?? `arn:aws:iam::${call.account}:root`,
  }
}

/** Keys that this emulator did not make are those of its account. */
export const GetAccessKeyInfo: StsOperations['GetAccessKeyInfo'] = (input, call) => {
  const id = input.AccessKeyId ?? ''
  if (!/^\w{16,128}$/.test(id)) throw constraint('accessKeyId', id, 'Member must satisfy regular expression pattern: [\\w]*')
  return { Account: accountOf(id) ?? call.account }
}

export const GetSessionToken: StsOperations['GetSessionToken'] = (input, call) => ({
  Credentials: temporaryCredentials(call, seconds(input.DurationSeconds, 43_200, 129_600), {
    arn: `arn:aws:iam::${call.account}:root`,
    userId: call.account,
  }),
})

/** The length of a session: the one given, within AWS's bounds. */
export function seconds(given: number | undefined, usual: number, most: number): number {
  if (given === undefined) return usual
  if (given < 900) throw constraint('durationSeconds', given, 'Member must have value greater than or equal to 900')
  if (given > most) throw constraint('durationSeconds', given, `Member must have value less than or equal to ${most}`)
  return given
}
