import type * as sdk from '@aws-sdk/client-lambda'
import { AwsError } from '../../model/errors'
import type { Operations } from '../operations'

/** The operations of Lambda, typed by the SDK's command classes. */
export type LambdaOperations = Operations<typeof sdk>

/** An error of Lambda: its body tells whose fault it was beside the message. */
export function lambdaError(status: number, code: string, message: string): AwsError {
  return new AwsError(code, message, status, { Type: status < 500 ? 'User' : 'Service' })
}

export function invalidParameter(message: string): AwsError {
  return lambdaError(400, 'InvalidParameterValueException', message)
}

/** A member is missing or out of bounds; `found` and `rule` in AWS's wording. */
export function validationError(member: string, found: unknown, rule: string): AwsError {
  const value = found === undefined || found === null ? 'null' : String(found)
  return new AwsError(
    'ValidationException',
    `1 validation error detected: Value ${value === 'null' ? 'null' : `'${value}'`} at '${member}' failed to satisfy constraint: ${rule}`,
    400,
  )
}

/** The member's value, or AWS's error that it must not be null. */
export function required<T>(value: T | null | undefined, member: string): T {
  if (value === undefined || value === null) throw validationError(member, null, 'Member must not be null')
  return value
}
