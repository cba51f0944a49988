import type * as sdk from '@aws-sdk/client-cloudwatch'
import { AwsError } from '../../model/errors'
import type { Operations } from '../operations'

/** The operations of CloudWatch, typed by the SDK's command classes. */
export type CloudWatchOperations = Operations<typeof sdk>

/** A member has a value that it must not have. The wordings of this service are uncertain, unless a place says otherwise. */
export function invalidValue(message: string): AwsError {
  return new AwsError('InvalidParameterValueException', message, 400)
}

/** Members that do not go together. */
export function invalidCombination(message: string): AwsError {
  return new AwsError('InvalidParameterCombinationException', message, 400)
}

export function missing(member: string): AwsError {
  return new AwsError('MissingRequiredParameterException', `The parameter ${member} is required.`, 400)
}

/** A member breaks a constraint of the model, in AWS's words. */
export function constraint(member: string, found: unknown, rule: string): AwsError {
  const value = found === undefined || found === null ? 'null' : `'${String(found)}'`
  return new AwsError(
    'ValidationError',
    `1 validation error detected: Value ${value} at '${member}' failed to satisfy constraint: ${rule}`,
    400,
  )
}

/** One of the values of an enumeration, or AWS's error. */
export function oneOf<T extends string>(value: string | undefined, allowed: readonly T[], member: string): T {
  if (allowed.includes(value as T)) return value as T
  throw constraint(member, value, `Member must satisfy enum value set: [${allowed.join(', ')}]`)
}
