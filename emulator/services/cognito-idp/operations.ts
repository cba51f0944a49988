import type * as sdk from '@aws-sdk/client-cognito-identity-provider'
import { AwsError } from '../../model/errors'
import type { Operations } from '../operations'

/** The operations of Cognito user pools, typed by the SDK's command classes. */
export type CognitoOperations = Operations<typeof sdk>

export function cognitoError(code: string, message: string): AwsError {
  return new AwsError(code, message, 400)
}

export function invalidParameter(message: string): AwsError {
  return cognitoError('InvalidParameterException', message)
}

export function notAuthorized(message: string): AwsError {
  return cognitoError('NotAuthorizedException', message)
}

export function notFound(message: string): AwsError {
  return cognitoError('ResourceNotFoundException', message)
}

export function userNotFound(): AwsError {
  return cognitoError('UserNotFoundException', 'User does not exist.')
}

/** What AWS says of a wrong password, and of a user whose existence it does not tell. */
export function wrongPassword(): AwsError {
  return notAuthorized('Incorrect username or password.')
}

/** A member that breaks a constraint of the model; `found` is left out where the member is a secret. */
export function constraint(member: string, found: string | number | undefined, rule: string): AwsError {
  const value = found === undefined ? 'Value' : `Value '${found}'`
  return invalidParameter(`1 validation error detected: ${value} at '${member}' failed to satisfy constraint: ${rule}`)
}

/** Something of Cognito that answers 501 by its name. */
export function notEmulated(what: string): AwsError {
  return new AwsError('NotImplemented', `Not emulated by Portico yet: ${what}`, 501)
}
